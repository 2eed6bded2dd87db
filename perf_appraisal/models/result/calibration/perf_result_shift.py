from odoo import api, fields, models
from odoo.exceptions import UserError

from ...abstract.rights import Right, Way


class PerfResultShift(models.Model):
    """A grade that a meeting moved by hand: who entered it, when, from which to which, and why."""

    _name = "perf.result.shift"
    _description = "Move of a Grade"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "id"
    _rec_name = "calibration_id"

    _rights = {"see": Right(ways=(Way("result_id", "see"),))}

    result_id = fields.Many2one("perf.result", required=True, readonly=True, index=True, ondelete="restrict")
    calibration_id = fields.Many2one(
        "perf.calibration", string="Meeting", required=True, readonly=True, index=True, ondelete="restrict"
    )
    who = fields.Char(string="Whose", compute="_compute_who")
    proposed_grade_id = fields.Many2one("perf.grade", readonly=True, ondelete="restrict", string="Proposed")
    old_grade_id = fields.Many2one("perf.grade", readonly=True, ondelete="restrict", string="Before")
    new_grade_id = fields.Many2one("perf.grade", required=True, readonly=True, ondelete="restrict", string="After")
    reason = fields.Char(required=True, readonly=True)
    moved_by_id = fields.Many2one("res.users", string="Moved by", required=True, readonly=True, ondelete="restrict")
    moved_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    dropped_on = fields.Datetime(
        readonly=True, help="When the period was computed anew and another grade was proposed: the move holds no more."
    )

    # === COMPUTE METHODS === #

    @api.depends("result_id")
    def _compute_who(self):
        for shift in self:
            shift.who = shift.result_id.employee_id.name or shift.result_id.unit_id.name

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Grades are moved on the board of a meeting."))

    def _guard_write(self, vals):
        raise UserError(self.env._("The record of a move cannot be altered."))

    def _guard_unlink(self):
        raise UserError(self.env._("The record of a move cannot be deleted."))

    # === BUSINESS METHODS === #

    @api.model
    def _drop_overtaken(self, period):
        """Mark the moves that hold no more since a period was computed anew, and tell their meetings how many.

        :param period: ``perf.period`` record
        """
        overtaken = self.search(
            [
                ("result_id.period_id", "=", period.id),
                ("result_id.state", "=", "draft"),
                ("result_id.calibration_id", "=", False),
                ("dropped_on", "=", False),
            ]
        )
        if not overtaken:
            return
        overtaken._unlocked().write({"dropped_on": fields.Datetime.now()})
        meetings = overtaken.grouped("calibration_id")
        self.env["perf.calibration"].browse(meeting.id for meeting in meetings)._message_log_batch(
            bodies={
                meeting.id: self.env._(
                    "The period was computed anew: %s moves hold no more, as another grade is proposed.", len(moves)
                )
                for meeting, moves in meetings.items()
            }
        )
