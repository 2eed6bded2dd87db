from odoo import models
from odoo.tools import float_compare, float_round, format_list

from ....const import GIVEN_METHODS, INPUT_COLUMNS, MEASURED_METHODS, VALUE_DIGITS
from ....tools.scoring import to_decimal

#: What a grid's cell writes: its phase → the columns of points or values, and that of the word beside them.
CELL_COLUMNS = {
    "self": (("self_value", "actual_value", "level_id"), "self_note"),
    "review": (("review_value", "actual_value"), "review_reason"),
}

#: The input of a cell that counts how often the only deduction rule applies.
QUANTITY = "quantity"


class PerfAppraisalLine(models.Model):
    """Write many lines at once, each with its own value, and tell which ones do not fit."""

    _inherit = "perf.appraisal.line"

    # === BUSINESS METHODS - CELLS === #

    def _cell_input(self, phase):
        """Return which column a cell of the line takes, :data:`QUANTITY`, or nothing: then only the dialog helps.

        :param str phase: ``self`` or ``review``
        """
        method = self.indicator_id.method
        if phase == "review":
            if method in GIVEN_METHODS:
                return "review_value"
            return "actual_value" if method in MEASURED_METHODS and self.self_skipped else ""
        if method == "deduction" and self._cell_rule() and len(self._cell_claims()) < 2:
            return QUANTITY
        return INPUT_COLUMNS.get(method, "")

    def _cell_rule(self):
        """Return the only rule of a line that counts how often something went wrong, else an empty recordset."""
        rules = self.indicator_id.rule_ids
        deductions = rules.filtered(lambda rule: rule.kind == "deduction")
        single = len(deductions) == 1 and deductions.points and not deductions.highest_only
        return deductions if single else rules.browse()

    def _cell_claims(self):
        """Return the claims that the cell of such a line stands for: the person's own ones under its rule."""
        rule = self._cell_rule()
        return self.claim_ids.filtered(lambda claim: claim.rule_id == rule and not claim.by_reviewer)

    def _cell_value(self, phase):
        """Return what the cell of the line holds now.

        :param str phase: ``self`` or ``review``
        """
        column = self._cell_input(phase)
        if column == QUANTITY:
            return sum(self._cell_claims().mapped("quantity"))
        return self[column] if column else 0.0

    def _write_cells(self, phase, entries):
        """Write cells: all that fit, each with its own value, as the normal write would.

        What does not fit is left as it was. Rights of the user and the state of the sheets are checked once for all
        lines; scores follow by their computes, and changes of scores that were handed in are kept.

        :param str phase: ``self`` or ``review``
        :param dict entries: ``{line id: {"value": number, "note": text}}``, without what stays
        :return: ``{line id: sentence}`` of what was not written
        """
        lines = self.browse(entries)
        rows, problems = {}, {}
        for line in lines:
            row, problem = line._prepare_cell(phase, **entries[line.id])
            (problems if problem else rows)[line.id] = problem or row
        while rows:
            found = self.browse(rows)._try_cells(phase, rows)
            problems |= found
            if not found:
                break
            rows = {key: row for key, row in rows.items() if key not in found}
        return problems

    def _prepare_cell(self, phase, value=None, note=None):
        """Return the columns that a cell writes, and what is wrong with it.

        :param str phase: ``self`` or ``review``
        :param float value: what was entered, in points, in the target's unit, or how often
        :param str note: the word beside it
        """
        row = {}
        if note is not None:
            row[CELL_COLUMNS[phase][1]] = (note or "").strip() or False
        if value is None:
            return row, ""
        if not self.assessed:
            return row, self.env._("it is marked as not assessed: open the line to change that.")
        column = self._cell_input(phase)
        if not column:
            return row, self.env._("open the line: it takes more than one number.")
        if column == QUANTITY:
            value = float_round(value, precision_digits=VALUE_DIGITS[1])
            return {**row, QUANTITY: value}, "" if value >= 0 else self.env._("a number of times is not below zero.")
        digits = self._fields[column].get_digits(self.env)[1]
        row[column] = float_round(value, precision_digits=digits)
        if column == "self_value" and self.method == "level":
            row["level_id"], problem = self._level_for(row[column])
            return row, problem
        return row, ""

    def _level_for(self, value):
        """Return the id of the level that the points belong to, and what is wrong when no single one does.

        :param float value: points
        """
        points = to_decimal(value)
        levels = self.indicator_id.level_ids
        fitting = self._fitting_levels(points)
        if not points and len(fitting) != 1:
            return False, ""
        if self.level_id in fitting or len(fitting) == 1:
            return (self.level_id & fitting or fitting).id, ""
        names = format_list(self.env, (fitting or levels).mapped("display_name"))
        if fitting:
            return False, self.env._("several levels have these points: %s. Open the line and choose one.", names)
        return False, self.env._("these points fit none of the levels: %s.", names)

    # === HELPERS === #

    def _try_cells(self, phase, rows):
        """Write the rows, or nothing when one of them does not fit.

        :param dict rows: as from :meth:`_prepare_cell`, by line id
        :return: ``{line id: sentence}`` of those that do not fit
        """
        with self.env.cr.savepoint() as savepoint:
            before = self._scores()
            self._guard_cells(rows)
            self._put_cells(phase, rows)
            counted = {line: rows[line.id][QUANTITY] for line in self if QUANTITY in rows[line.id]}
            kept, found = self._put_quantities(counted)
            for line in kept:  # kept by the claims themselves
                before.pop(line.id, None)
            found |= {line.id: problem for line in self if (problem := line._cell_problem(phase))}
            if found:
                savepoint.rollback()
            else:
                self._log_changes(before)
        return found

    def _guard_cells(self, rows):
        """Check the columns of all lines at once, as the normal write does.

        :raise UserError: when a column is not open on one of the sheets
        """
        by_names = {}
        for line_id, row in rows.items():
            by_names.setdefault(frozenset(row) - {QUANTITY}, []).append(line_id)
        for names, ids in by_names.items():
            lines = self.browse(ids)
            lines.check_access("write")
            lines._guard_write(dict.fromkeys(names, False))

    def _put_cells(self, phase, rows):
        """Write points, values and words of all lines in one statement, and let their scores follow."""
        inputs, note = CELL_COLUMNS[phase]
        names = [*inputs, note]
        plain = self.browse(line.id for line in self if set(rows[line.id]) - {QUANTITY})
        self._bulk_update(names, [line._cell_columns(rows[line.id], names) for line in plain], keep=True)
        plain.modified(names)

    def _cell_columns(self, row, names):
        """Return the line's id and its new columns, the old ones where nothing is written."""
        given = {"level_id": self.level_id.id, **row}
        values = [given[name] if name in given else self[name] for name in names]
        numeric = [self._fields[name].type == "float" for name in names]
        return self.id, *(value if number else value or None for value, number in zip(values, numeric, strict=True))

    def _put_quantities(self, quantities):
        """Make, change or take back the one claim of each line.

        :param dict quantities: ``{line: how often}``
        :return: the lines whose change the claims have kept themselves, and ``{line id: sentence}`` of what is wrong
        """
        problems = {}
        claims = {line: line._cell_claims() for line in quantities}
        model = self.env["perf.claim"]
        gone = [line for line, count in quantities.items() if claims[line] and not count]
        changed = {claims[line].id: count for line, count in quantities.items() if claims[line] and count}
        fresh = [(line, count) for line, count in quantities.items() if not claims[line] and count]
        if gone:
            model.browse(claims[line].id for line in gone).unlink()
        if changed:
            found = model.browse(changed)._put_quantities(changed)
            problems = {line.id: found[claims[line].id] for line in quantities if claims[line].id in found}
        if fresh:
            model.create(
                [{"line_id": line.id, "rule_id": line._cell_rule().id, QUANTITY: count} for line, count in fresh],
            )
        return [*gone, *(line for line, _count in fresh)], problems

    def _cell_problem(self, phase):
        """Return why the line may not stay as it is now, or nothing.

        :param str phase: ``self`` or ``review``
        """
        if problem := self._range_problem():
            return problem
        if phase == "review" and self._without_reason():
            return self.env._("the score was changed: write the reason beside it.")
        return ""

    def _without_reason(self):
        """Return the lines whose changed score lacks the leader's reason; without a self-score none needs one."""
        return self.filtered(
            lambda line: (
                not (line.self_skipped or (line.review_reason or "").strip())
                and float_compare(line.review_score, line.self_score, precision_digits=2)
            ),
        )
