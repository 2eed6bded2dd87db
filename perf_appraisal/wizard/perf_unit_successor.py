from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..models.abstract.notices import notice

#: A sheet in one of these states still has to be worked on.
_OPEN_STATES = ("draft", "self_scored", "reviewed")


class PerfUnitSuccessor(models.TransientModel):
    """Hand the open sheets of a unit that was merged or divided to its successor.

    The sheets of people go to the unit where each of them works now, else to the successor; the unit's own becomes a
    sheet of the successor, unless that has one for the period already. What is confirmed stays where it was written.
    """

    _name = "perf.unit.successor"
    _description = "Successor of a Unit"

    unit_id = fields.Many2one("hr.department", string="Merged or Divided", required=True)
    successor_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        domain="[('perf_is_unit', '=', True), ('id', '!=', unit_id)]",
        help="Of a divided unit the one that goes on with its own sheets; people keep to where they work now.",
    )
    sheet_count = fields.Integer(string="Open Sheets", compute="_compute_sheet_count")

    # === COMPUTE METHODS === #

    @api.depends("unit_id")
    def _compute_sheet_count(self):
        for dialog in self:
            dialog.sheet_count = len(dialog._sheets())

    # === ACTION METHODS === #

    def action_apply(self):
        """Hand the sheets over, all or none.

        :return: a notification that tells how many, and that the plan of the successor counts from the next period
        :raise AccessError: for everybody but the Performance Office
        :raise UserError: naming sheets that are the user's own matter
        """
        self.ensure_one()
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            raise AccessError(self.env._("Only the Performance Office hands over the sheets of a unit."))
        (self.unit_id | self.successor_id).check_access("read")
        if self.successor_id == self.unit_id or not self.successor_id.perf_is_unit or not self.successor_id.active:
            raise UserError(self.env._("Choose another unit of appraisal, which is not archived."))
        sheets = self._sheets()
        sheets._lock_states()
        if refused := sheets._refuse_without("settle"):
            raise UserError(sheets._refusal_message(refused))
        self._link_enrolments()
        self._move(sheets.sudo())
        sheets._log_step(self.env._("Handed to the successor of its unit."))
        message = self.env._(
            "%(count)s open sheets handed over. From the next period on, %(unit)s is appraised by its plan.",
            count=len(sheets),
            unit=self.successor_id.name,
        )
        return notice(message)

    # === HELPERS === #

    def _sheets(self):
        """Return the open sheets of the unit, and of its people."""
        return self.env["perf.appraisal"].search(
            [("unit_id", "=", self.unit_id.id), ("state", "in", _OPEN_STATES), ("period_id.state", "=", "open")]
        )

    def _link_enrolments(self):
        """Enrol the successor in the cycles that are open, and remember whose successor it is."""
        enrolments = self.env["perf.appraisee"].sudo()
        of_unit = [("kind", "=", "unit"), ("unit_id", "=", self.unit_id.id), ("cycle_id.state", "=", "open")]
        old = enrolments.search(of_unit)
        old.cycle_id._enrol()
        new = enrolments.search([("unit_id", "=", self.successor_id.id), ("kind", "=", "unit")]).grouped("cycle_id")
        for enrolment in old:
            enrolment.successor_id = new.get(enrolment.cycle_id, enrolments)[:1]

    def _move(self, sheets):
        """Move sheets, and their lines, to the units that go on with them.

        :param sheets: ``perf.appraisal`` recordset, as superuser
        """
        units = sheets.filtered(lambda sheet: sheet.kind == "unit")
        moved = [(sheet.id, self.successor_id.id, self.successor_id.id) for sheet in units]
        for sheet in sheets - units:
            place = sheet.employee_id.department_id
            unit = place.perf_unit_id
            if not unit.active or unit == self.unit_id:
                place = unit = self.successor_id
            moved.append((sheet.id, unit.id, place.id))
        sheets._bulk_update(["unit_id", "department_id"], moved)
        sheets._unlocked().write({"former_unit_ids": [Command.link(self.unit_id.id)]})
        there = sheets.search([("appraisee_id", "in", units.appraisee_id.successor_id.ids)]).period_id
        own = [(sheet.id, sheet.appraisee_id.successor_id.id) for sheet in units if sheet.period_id not in there]
        sheets._bulk_update(["appraisee_id"], [row for row in own if row[1]])
        self._move_lines(sheets)

    def _move_lines(self, sheets):
        """Let the lines follow their sheets: whose they are, and whether a lead unit other than theirs scores them."""
        lines = self.env["perf.appraisal.line"]
        lines._bulk_update(
            ["unit_id", "is_led"],
            SQL(
                """
                SELECT l.id, a.unit_id,
                       a.kind = 'unit' AND EXISTS (SELECT 1 FROM perf_indicator_lead_unit_rel r
                                                    WHERE r.perf_indicator_id = l.indicator_id
                                                      AND r.hr_department_id != a.unit_id)
                  FROM perf_appraisal_line l
                  JOIN perf_appraisal a ON a.id = l.appraisal_id
                 WHERE a.id = ANY(%s)
                """,
                sheets.ids,
            ),
        )
        self.env.invalidate_all()
