from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ...abstract.rights import Right, Way, right_field
from .perf_appraisal_access import REVIEW_IS_LATE
from .perf_appraisal_line import REVIEWED

#: Nobody has finished the line: whoever did may take it up again, and nothing is written before.
_UNFINISHED = Domain("reviewed_on", "=", False)

#: What a lead unit writes on its lines of other units' sheets, and nothing else.
LEAD_FIELDS = frozenset({"review_value", "review_reason", "claim_ids"})

#: What it writes besides where the unit gave no self-score.
LEAD_SKIPPED_FIELDS = LEAD_FIELDS | {"actual_value", "level_id"}

#: What the reviewer of the sheet scores, and not a lead unit: lines without one, and what is late with it.
_OF_REVIEWER = (
    Domain("is_led", "=", False)
    | Domain("indicator_id.lead_unit_ids", "=", False)
    | Domain("appraisal_id", "any", REVIEW_IS_LATE)
)


class PerfAppraisalLine(models.Model):
    """Who may see and write a line, and how lead units finish theirs.

    Rule: each line of a unit's sheet is reviewed by the lead units of its indicator, the first to do so decides; a
    unit never reviews itself; lines without another lead unit, and those that are late, are the office's. Whoever
    works in a unit does not score it, also not as the stand-in of somebody of its lead unit.
    """

    _name = "perf.appraisal.line"
    _inherit = ["perf.appraisal.line", "perf.unfinished.mixin"]

    _unfinished_fields = {
        "review_value": lambda line: line.self_value,
        "review_score": lambda line: line.self_score,
        "review_reason": lambda line: False,
        "assessed": lambda line: True,
        "is_changed": lambda line: False,
        "actual_value": lambda line: 0.0 if line.self_skipped else line.actual_value,
        "level_id": lambda line: line.level_id.browse() if line.self_skipped else line.level_id,
    }

    _rights = {
        "own": Right(ways=(Way("unit_id", "own"), Way("appraisal_id", "led_then"))),
        "work_in": Right(ways=(Way("unit_id", "work_in"),)),
        "answer": Right(ways=(Way("appraisal_id", "answer"),)),
        "filled": Right(ways=(Way("appraisal_id", "filled"),)),
        "unfinished": Right(ways=(Way("appraisal_id", "unfinished"),)),
        "lead": Right(
            ways=(Way("indicator_id.lead_unit_ids", "lead"),),
            when=Domain("is_led", "=", True)
            & Domain("appraisal_id.state", "in", ("self_scored", "reviewed", "confirmed")),
            never=("own", "work_in"),
        ),
        "score_led": Right(
            ways=(Way(right="lead"),),
            when=_UNFINISHED
            & Domain("appraisal_id.state", "=", "self_scored")
            & Domain("period_id.state", "=", "open"),
            never=("answer", "filled"),
        ),
        "score_due": Right(  # asked of the leaders of the very lead unit
            ways=(Way("indicator_id.lead_unit_ids", "own"),),
            when=Domain("is_led", "=", True)
            & Domain("appraisal_id.state", "=", "self_scored")
            & Domain("period_id.state", "=", "open")
            & _UNFINISHED,
            never=("own", "work_in", "answer", "filled"),
        ),
        "score": Right(ways=(Way("appraisal_id", "review"),), when=_UNFINISHED & _OF_REVIEWER),
        "write": Right(
            ways=(
                Way("appraisal_id", "fill"),
                Way("appraisal_id", "rescore"),
                Way(right="score"),
                Way(right="score_led"),
            ),
        ),
        "touch": Right(ways=(Way("appraisal_id", "touch"),)),
        "see": Right(ways=(Way("appraisal_id", "see"), Way(right="lead"))),
    }

    is_led = fields.Boolean(
        string="Scored by a Lead Unit",
        help="Copied when the sheet is made: the indicator has a lead unit other than the unit itself.",
    )
    i_see = right_field("see")
    i_lead = right_field("lead")
    i_score_due = right_field("score_due")
    i_write = right_field("write")

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        self._check_lead_columns(vals)

    def _check_lead_columns(self, names):
        """Raise when a lead unit writes anything but its points and reasons.

        :param names: names of the fields to write
        :raise UserError: naming the fields
        """
        names = set(names)
        led = self.browse()
        if names - LEAD_FIELDS:
            led = self.sudo().filtered(lambda line: line.is_led and line.state == "self_scored")
        refused, foreign = set(), led.appraisal_id - led.appraisal_id._holding("review")
        for sheet in foreign:
            refused |= names - (LEAD_SKIPPED_FIELDS if sheet.self_skipped else LEAD_FIELDS)
        if refused:
            raise UserError(
                self.env._(
                    "A lead unit gives points and reasons on its lines, and decides on claims. It cannot change: %s.",
                    format_list(self.env, [self._field_label(name) for name in sorted(refused)]),
                ),
            )

    # === ACTION METHODS === #

    def action_finish_lines(self):
        """Finish the review of these lines of units' sheets; a sheet is reviewed when every line of it is.

        :raise UserError: naming the lines that are not the user's to decide, that nobody has scored, or whose changed
            points lack a reason
        """
        self._check_readable()
        self._check_of_units()
        todo = self.filtered(lambda line: line.state == "self_scored" and not line.reviewed_on)
        if blocked := todo - todo._filtered_access("write"):
            raise UserError(
                self.env._(
                    "These lines are not yours to score: %s.",
                    format_list(self.env, [line._of_unit() for line in blocked[:20]]),
                ),
            )
        todo._finish_lines()
        return True

    def action_reopen_lines(self):
        """Take up again the lines that the user has finished, while their sheets wait for other lines.

        :raise UserError: naming lines that somebody else finished, or whose sheet has moved on
        """
        self._check_readable()
        self._check_of_units()
        fixed = self.sudo().filtered(lambda line: line.state != "self_scored" or line.reviewed_by_id.id != self.env.uid)
        if fixed:
            raise UserError(
                self.env._(
                    "These lines cannot be taken up again: %s. Ask the Performance Office to return the sheet.",
                    format_list(self.env, [line._of_unit() for line in fixed[:20]]),
                ),
            )
        self.sudo()._unlocked().write(dict.fromkeys(REVIEWED, False))
        self.sudo().appraisal_id._count_lines_left()
        for count, sheets in self._grouped_by_number().items():
            sheets._log_step(self.env._("Lines taken up again, to be scored anew: %s", count))
        return True

    # === BUSINESS METHODS === #

    def _refuse_writing(self):
        sheets, refused = self.sudo().appraisal_id.sudo(False)._refuse_unwritable(), {}
        for line in self.sudo():
            if line.reviewed_on and line.state == "self_scored":
                refused[line.id] = self.env._("it is finished; take it up again to score it anew")
            else:
                refused[line.id] = sheets.get(line.appraisal_id.id) or self.env._("it is not waiting for you")
        return refused

    def _check_of_units(self):
        """Raise for lines of a person's sheet: it is reviewed as a whole.

        :raise UserError: naming the sheet
        """
        if persons := self.sudo().appraisal_id.filtered(lambda sheet: sheet.kind != "unit"):
            raise UserError(self.env._("%s is reviewed as a whole, not line by line.", persons[0].display_name))

    def _finish_lines(self):
        """Mark lines as reviewed, and move on the sheets that are complete."""
        if not self:
            return
        self._check_scored()
        self._check_reasons("review")
        sheets = self.sudo().appraisal_id
        sheets._lock_once()
        signed = {"reviewed_by_id": self.env.uid, "reviewed_on": fields.Datetime.now()}
        absent, nobody = self._in_place_of("write"), self.env["hr.employee"]
        for employee, lines in self.grouped(lambda line: absent.get(line, nobody)).items():
            lines.sudo()._unlocked().write({**signed, "reviewed_for_id": employee.id})
        for count, sheets_alike in self._grouped_by_number().items():
            sheets_alike._log_step(self.env._("Lines scored and finished: %s", count))
        sheets._count_lines_left()
        sheets.filtered(lambda sheet: not sheet.lines_left)._finish_unit_review()

    def _grouped_by_number(self):
        """Return the sheets of these lines by how many of the lines are theirs: ``{number: sheets}``."""
        lines = self.sudo()
        counts = {sheet: len(own) for sheet, own in lines.grouped("appraisal_id").items()}
        return lines.appraisal_id.grouped(lambda sheet: counts[sheet])

    def _of_unit(self):
        """Return indicator and unit of a line, for messages."""
        return f"{self.indicator_id.display_name} · {self.sudo().unit_id.name}"
