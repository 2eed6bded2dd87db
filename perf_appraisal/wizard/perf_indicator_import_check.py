from collections import Counter

from odoo import api, fields, models
from odoo.tools import format_list

from ..tools import notation, notation_table
from ..tools.scoring import to_decimal
from .perf_indicator_import_line import NOTE_SEPARATOR

#: How many indicators are named that a table no longer has.
_MOST_NAMES = 10


class PerfIndicatorImport(models.TransientModel):
    """What does not fit over a whole table, what it adds up to, and what of it is in the scheme already."""

    _inherit = "perf.indicator.import"

    vanished = fields.Char(string="Not in the File", compute="_compute_vanished")

    # === COMPUTE METHODS === #

    @api.depends("scheme_id", "line_ids.name", "line_ids.code", "line_ids.section", "line_ids.unit_ids")
    def _compute_vanished(self):
        for wizard in self:
            matched = self.env["perf.indicator"].union(*wizard._match_existing().values())
            left = matched and self.env["perf.indicator"].search([("scheme_id", "=", wizard.scheme_id.id)]) - matched
            names = left[:_MOST_NAMES].mapped("display_name") + (["…"] if len(left) > _MOST_NAMES else [])
            wizard.vanished = format_list(self.env, names) if left else False

    # === BUSINESS METHODS - CHECK === #

    def _counted_lines(self):
        """Return the rows that make up the table: those to import and those already there, in the file's order."""
        return self.line_ids.filtered(lambda line: line.include or line.existing_id).sorted("row_number")

    def _check_table(self):
        """Return what does not fit over the whole table, each with its row number."""
        rows = [row for line in self._counted_lines() for row in line._table_rows()]
        printed = [line._table_row() for line in self.line_ids.sorted("row_number")]
        return [
            *dict.fromkeys(notation_table.check_table(rows, to_decimal(self.scheme_id.full_score))),
            *notation_table.check_totals(printed),
        ]

    def _above_lines(self, lines):
        """Return for each row that deducts inside the row above it that row, as far as there is one.

        :param lines: rows in the order of the file
        :return: ``{line: line above}``
        """
        rows = [line._table_row() for line in lines]
        above = {}
        for index, line in enumerate(lines):
            found = notation_table.above_of(rows, index) if line.inside_above else None
            if found is not None:
                above[line] = lines[found]
        return above

    def _prepare_totals(self):
        """Return what the totals show: per section and, where they differ, per unit."""
        rows = [row for line in self._counted_lines() for row in line._table_rows()]
        common = [row for row in rows if notation_table.read_appraised(row.group)[1]]
        sections = []
        for section, members in _group_by(rows, lambda row: row.section).items():
            heading = notation_table.read_heading(section)
            groups = _group_by(members, lambda row: row.group)
            together = notation_table.points_total(members)
            for group, part in groups.items():
                points = notation_table.points_total(part)
                sections.append(
                    {
                        "section": section,
                        "group": group if len(groups) > 1 else "",
                        "rows": len(part),
                        "points": notation.show(points),
                        "heading": "" if heading.total is None else notation.show(heading.total),
                        "fits": heading.total in (None, points, together),
                    },
                )
        return {
            "sections": sections,
            "common": notation.show(notation_table.points_total(common)),
            "full": notation.show(to_decimal(self.scheme_id.full_score)),
        }

    # === BUSINESS METHODS - WHAT IS THERE === #

    def _existing_indicators(self):
        """Return the scheme's indicators by where they stand, whom they are for, and name or number.

        :return: ``{(headings, unit, "name" or "code", text): indicator}``
        """
        indicators = self.env["perf.indicator"].search([("scheme_id", "=", self.scheme_id.id)])
        paths = indicators.section_id._paths()
        existing = {}
        for indicator in indicators if self.scheme_id else ():
            owners = {indicator.unit_id.name or ""}
            if indicator.scope == "specific" and indicator.note:
                owners.add(indicator.note.partition(NOTE_SEPARATOR)[0])
            for owner in owners:
                for column in ("name", "code"):
                    if indicator[column]:
                        existing[paths[indicator.section_id], owner, column, indicator[column]] = indicator
        return existing

    def _match_existing(self):
        """Return the indicators that the rows have become before, by row; one for each unit that a row is for.

        A row is known by name or number in its section; a name that the scheme has once for the unit is known
        elsewhere, too, as long as no other row is it. Numbers are not: they begin anew in every table.

        :return: ``{line: indicators}``
        """
        existing = self._existing_indicators()
        above = self._above_lines(self.line_ids.sorted("row_number"))
        found, taken = {}, set()
        for line in self.line_ids:
            row = above.get(line, line)
            found[line] = self._find_existing(existing, row, row._section_path())
            taken |= set(found[line]._ids)
        moved = _once_only(existing, taken)
        names = Counter(line.name for line in self.line_ids)
        for line in self.line_ids:
            row = above.get(line, line)
            if not found[line] and names[row.name] == 1:
                found[line] = self._find_existing(moved, row, None)
        return found

    def _find_existing(self, existing, row, path):
        """Return the indicators of a row: those that are there of the units that it is for."""
        none = self.env["perf.indicator"]
        return none.union(
            *(
                existing.get((path, owner, "name", row.name)) or existing.get((path, owner, "code", row.code)) or none
                for owner in row._owners()
            ),
        )


def _once_only(existing, taken):
    """Return the indicators that nobody took, by unit and by a name that the scheme has once.

    :param dict existing: as from :meth:`PerfIndicatorImport._existing_indicators`
    :param set taken: ids
    """
    named = [item for item in existing.items() if item[0][2] == "name"]
    by_key = _group_by(named, lambda item: item[0][1:])
    return {
        (None, *key): items[0][1] for key, items in by_key.items() if len(items) == 1 and items[0][1].id not in taken
    }


def _group_by(rows, key):
    """Return the rows in lists, by key, in the order of first appearance."""
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
