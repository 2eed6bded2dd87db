from odoo import api, fields, models

from ...abstract.rights import Right, Way, right_field


class HrDepartment(models.Model):
    """Who leads a department today, stand-ins included: the only place that names the organisation's accounts."""

    _name = "hr.department"
    _inherit = ["hr.department", "perf.rights.mixin"]

    _rights = {
        # he is its head, in person
        "hold": Right(ways=(Way("manager_id.user_id"),)),
        # he is its head, or stands in
        "head": Right(ways=(Way(right="hold"), Way("perf_own_standin_ids", "act_head"))),
        # head of the department or one above, in person
        "command": Right(ways=(Way("perf_head_user_ids"),)),
        # appraisal group of the department or one above
        "coordinate": Right(ways=(Way("perf_coordinator_user_ids"),)),
        # head, leader in charge or appraisal group, of the department or one above; stand-ins for heads
        "lead": Right(
            ways=(
                Way("perf_leader_user_ids"),
                Way("perf_own_standin_ids", "act_head"),  # of several absences that of the very unit counts
                Way("perf_standin_ids", "act_head"),
            )
        ),
        # appraisal group of the very unit
        "serve": Right(ways=(Way("perf_coordinator_ids", "attend"),)),
        # he heads or coordinates the very unit, and does what it is asked for
        "run": Right(ways=(Way(right="head"), Way(right="serve"))),
        # its matters are his own: he heads, deputises or coordinates the very unit, or stands in
        "own": Right(ways=(Way(right="head"), Way("perf_deputy_ids.user_id"), Way("perf_coordinator_ids.user_id"))),
        # it is the unit of his department, or his host while he is on loan
        "work_in": Right(rows="_perf_rows_work_in"),
        # he confirms its sheets in place of somebody of the Performance Office
        "confirm": Right(ways=(Way("perf_own_standin_ids", "act_confirmer"),)),
    }

    perf_own_standin_ids = fields.One2many("perf.standin", "unit_id", string="Own Stand-ins")
    perf_standin_ids = fields.Many2many(
        comodel_name="perf.standin",
        relation="perf_department_standin_rel",
        string="Stand-ins",
        compute="_compute_perf_standin_ids",
        store=True,
        recursive=True,
        compute_sudo=True,
        help="Stand-ins for those who head this department or one above.",
    )
    perf_i_lead = right_field("lead", prefix="perf_", string="I Lead It")
    perf_i_head = right_field("head", prefix="perf_", string="I Head It")

    # === COMPUTE METHODS === #

    @api.depends("perf_own_standin_ids.role", "parent_id.perf_standin_ids")
    def _compute_perf_standin_ids(self):
        for department in self:
            own = department.perf_own_standin_ids.filtered(lambda standin: standin.role == "head")
            department.perf_standin_ids = own | department.parent_id.perf_standin_ids

    # === BUSINESS METHODS - RIGHTS === #

    def _perf_rows_work_in(self):
        """Return the accounts of all who work in a unit; see ``Right.rows``.

        Not a path: from a unit, it would read everybody who works there at each check of a rule.
        """
        return self.env["hr.employee"]._perf_rows_of_units()
