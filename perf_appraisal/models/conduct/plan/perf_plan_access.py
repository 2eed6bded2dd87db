from odoo import api, fields, models


class PerfPlan(models.Model):
    """Who reads a plan: whom it serves, asked without reading the sheets of everybody else, and who works on it."""

    _name = "perf.plan"
    _inherit = ["perf.plan", "perf.flag.mixin"]

    serves_me = fields.Boolean(
        compute="_compute_serves_me",
        search="_search_serves_me",
        help="A sheet of your own was made from this plan.",
    )

    # === BUSINESS METHODS - RIGHTS === #

    def _flag_i_see(self):
        """Return the user's own plans, those that serve him, those below, and plans of units with a line of his.

        He answers for that line or assists in it; what a revision has replaced, and plans of other people, stay closed.
        """
        uid = self.env.uid
        works_on = fields.Domain("responsible_id.user_id", "=", uid) | fields.Domain("assistant_ids.user_id", "=", uid)
        in_force = fields.Domain("scope", "=", "unit") & fields.Domain("state", "!=", "superseded")
        return (
            fields.Domain("employee_id.user_id", "=", uid)
            | fields.Domain("serves_me", "=", True)
            | (in_force & fields.Domain("line_ids", "any", works_on))
            | fields.Domain("unit_id", "any", self.env["hr.department"]._flag("perf_i_lead"))
        )

    # === COMPUTE METHODS === #

    @api.depends_context("uid")
    def _compute_serves_me(self):
        groups = (
            self.env["perf.appraisal"]
            .sudo()
            ._read_group([("plan_id", "in", self.ids), ("employee_id.user_id", "=", self.env.uid)], ["plan_id"])
        )
        mine = {plan.id for (plan,) in groups}
        for plan in self:
            plan.serves_me = plan.id in mine

    # === BUSINESS METHODS === #

    def _may_attach_signed_copy(self):
        return self.env.uid in self.unit_id.perf_leader_user_ids.ids

    def _is_own_signed_matter(self):
        return self._is_own_matter()

    def _open(self):
        """Return an action that opens the plans."""
        action = {"type": "ir.actions.act_window", "res_model": self._name, "name": self.env._("Target Plans")}
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", self.ids)], "views": [(False, "list"), (False, "form")]}

    # === SEARCH METHODS === #

    def _search_serves_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = fields.Domain("appraisal_ids.employee_id.user_id", "=", self.env.uid)
        return mine if True in value else ~mine
