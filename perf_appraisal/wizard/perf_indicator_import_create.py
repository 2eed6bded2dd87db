from collections import defaultdict

from odoo import Command, models
from odoo.exceptions import UserError

from ..models.abstract.notices import notice


class PerfIndicatorImport(models.TransientModel):
    """Make sections and indicators of the ticked rows, take over what differs, and remember what a person said."""

    _inherit = "perf.indicator.import"

    # === ACTION METHODS === #

    def action_import(self):
        """Create sections and indicators of all ticked rows, all or none.

        A ticked row that is in the scheme already changes its indicator, where no approved plan uses it.

        Note: self.ensure_one()

        :return: an action that says how many were made and opens the scheme's table
        :raise UserError: if nothing is ticked, or the import was made already
        """
        self.ensure_one()
        self.lock_for_update()
        if self.state != "preview":
            raise UserError(self.env._("This import was made already. Start a new one."))
        lines = self.line_ids.filtered("include").sorted("row_number")
        if not lines:
            raise UserError(self.env._("Tick at least one row to import."))
        with self.env.cr.savepoint():  # all or none, whoever calls and catches
            made, changed = self._create_indicators(lines)
            self._remember_names()
            lines._remember_corrections()
        self.state = "done"
        message = self.env._(
            "%(made)s indicators made from %(rows)s rows; %(left)s rows left out.",
            made=len(made),
            rows=len(lines),
            left=len(self.line_ids) - len(lines),
        )
        if changed:
            message += " " + self.env._("%s indicators changed.", len(changed))
        return notice(message, follow=self.scheme_id.action_view_indicators())

    # === BUSINESS METHODS === #

    def _create_indicators(self, lines):
        """Create the sections that are missing, and the indicators with their rules and levels.

        A row that deducts inside the row above it becomes deduction rules of that row's indicator.

        :param lines: the rows to import, in the order of the file
        :return: the new indicators, and those that were changed
        """
        sections = self._create_sections(lines)
        existing = self._match_existing()
        above = self._above_lines(lines)
        inside = defaultdict(list)
        for line, upper in above.items():
            inside[upper].append(line)
        vals_list, changed = [], self.env["perf.indicator"]
        for sequence, line in enumerate(lines, 1):
            if line in above:
                continue
            values = line._prepare_indicator_values(sections[line._section_path()], inside[line])
            if existing[line]:
                existing[line].write(values | _replaced(values))
                changed |= existing[line]
            new = (line.unit_ids - existing[line].unit_id).ids if existing[line] else line.unit_ids.ids or [False]
            vals_list += [
                values | {"scheme_id": self.scheme_id.id, "sequence": sequence * 10, "unit_id": unit} for unit in new
            ]
        return self.env["perf.indicator"].create(vals_list), changed

    def _create_sections(self, lines):
        """Return the sections of the rows by their headings; those that are missing are made in the file's order."""
        Section = self.env["perf.indicator.section"]
        company = self.company_id or self.env.company
        known = {path: section for section, path in Section.search([("company_id", "=", company.id)])._paths().items()}
        wanted = list(dict.fromkeys(line._section_path() for line in lines))
        for depth in range(1, max(map(len, wanted)) + 1):
            paths = dict.fromkeys(path[:depth] for path in wanted if len(path) >= depth)
            missing = [path for path in paths if path not in known]
            made = Section.create(
                [
                    {
                        "name": path[-1],
                        "sequence": place * 10,
                        "company_id": company.id,
                        "parent_id": known[path[:-1]].id if depth > 1 else False,
                    }
                    for place, path in enumerate(paths, 1)
                    if path in set(missing)
                ],
            )
            known |= dict(zip(missing, made, strict=True))
        return {path: known[path] for path in wanted}


def _replaced(values):
    """Return the commands that put rules and levels in the place of those that are there."""
    return {name: [Command.clear(), *values.get(name, [])] for name in ("rule_ids", "level_ids")}
