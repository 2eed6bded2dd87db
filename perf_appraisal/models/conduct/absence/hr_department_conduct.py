from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...abstract.perf_flag_mixin import flag_field


class HrDepartment(models.Model):
    """Who leads a department today, stand-ins included."""

    _name = "hr.department"
    _inherit = ["hr.department", "perf.flag.mixin"]

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
    perf_i_lead = flag_field("perf_i_lead", string="I Lead It")
    perf_i_head = flag_field("perf_i_head", string="I Head It")

    # === COMPUTE METHODS === #

    @api.depends("perf_own_standin_ids.role", "parent_id.perf_standin_ids")
    def _compute_perf_standin_ids(self):
        for department in self:
            own = department.perf_own_standin_ids.filtered(lambda standin: standin.role == "head")
            department.perf_standin_ids = own | department.parent_id.perf_standin_ids

    # === BUSINESS METHODS - RIGHTS === #

    def _flag_perf_i_lead(self):
        """Return the departments that the user heads, deputises or coordinates, and all below, also as a stand-in."""
        standing_in = Domain("perf_standin_ids", "any", self.env["perf.standin"]._current("head"))
        return Domain("perf_leader_user_ids", "=", self.env.uid) | standing_in

    def _flag_perf_i_head(self):
        """Return the departments that the user heads himself, or as a stand-in."""
        standing_in = Domain("perf_own_standin_ids", "any", self.env["perf.standin"]._current("head"))
        return Domain("manager_id.user_id", "=", self.env.uid) | standing_in

    def _flag_perf_i_own(self):
        """Return the units whose matters are the user's own: he heads, deputises or coordinates the very unit."""
        uid = self.env.uid
        return (
            Domain("manager_id.user_id", "=", uid)
            | Domain("perf_deputy_ids.user_id", "=", uid)
            | Domain("perf_coordinator_ids.user_id", "=", uid)
            | Domain("perf_own_standin_ids", "any", self.env["perf.standin"]._current("head"))
        )

    def _flag_perf_i_work_in(self):
        """Return the units in which the user works: that of his department, and the host while he is on loan.

        Not a path: from a unit, it would read everybody who works there at each check of a rule.
        """
        uid, today = self.env.uid, fields.Date.context_today(self)
        return Domain.custom(
            to_sql=lambda unit, alias, query: SQL(
                "%s IN %s",
                unit._field_to_sql(alias, "id", query),
                unit.env["hr.employee"]._perf_units_of(uid, today),
            )
        )

    # === HELPERS === #

    def _perf_own_leaders(self):
        """Return the accounts of all who lead these very departments, stand-ins included."""
        current = self.perf_own_standin_ids.filtered(lambda standin: standin.role == "head" and standin.is_current)
        return super()._perf_own_leaders() | current.standin_id.user_id
