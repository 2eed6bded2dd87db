from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ...abstract.perf_flag_mixin import flag_field
from ...abstract.perf_work_mixin import Card

_lt = LazyTranslate(__name__)


class PerfPlan(models.Model):
    """Who reads a plan: whom it serves, asked without reading the sheets of everybody else, and who works on it."""

    _name = "perf.plan"
    _inherit = ["perf.plan", "perf.flag.mixin", "perf.work.mixin"]

    _work_cards = {
        "sign": Card(
            right="i_sign",
            domain=(("line_ids", "!=", False),),
            rank=2,
            icon="fa-pencil-square-o",
            title=_lt("Sign 1 target plan"),
            titles=_lt("Sign %(count)s target plans"),
            hint=_lt("You head the unit. The plan binds after your signature and the office's approval."),
            button=_lt("Read and sign"),
            action="perf_appraisal.perf_plan_action",
            filters=("to_sign",),
        ),
        "approve": Card(
            right="i_approve",
            domain=(("line_ids", "!=", False),),
            rank=3,
            icon="fa-file-text-o",
            title=_lt("Approve 1 target plan"),
            titles=_lt("Approve %(count)s target plans"),
            hint=_lt("Signed by the head of the unit, or made for a category."),
            button=_lt("Approve"),
            action="perf_appraisal.perf_plan_action",
            filters=("to_approve",),
        ),
    }

    serves_me = fields.Boolean(
        compute="_compute_serves_me",
        search="_search_serves_me",
        help="A sheet of your own was made from this plan.",
    )
    i_sign = flag_field("i_sign", "state", "unit_id", string="Mine to Sign")
    i_approve = flag_field("i_approve", "state", "signed_by_id", string="Mine to Approve")

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

    def _flag_i_sign(self):
        """Return the drafts of the units that the user heads."""
        return (
            fields.Domain("state", "=", "draft")
            & fields.Domain("scope", "!=", "category")
            & fields.Domain("unit_id.manager_id.user_id", "=", self.env.uid)
        )

    def _flag_i_approve(self):
        """Return what a member of the office approves: what somebody else has signed, and drafts of categories."""
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            return fields.Domain.FALSE
        of_category = fields.Domain("state", "=", "draft") & fields.Domain("scope", "=", "category")
        return fields.Domain("signed_by_id", "!=", self.env.uid) & (fields.Domain("state", "=", "signed") | of_category)

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
