import logging

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ....const import SCORE_DIGITS


class PerfPlan(models.Model):
    """What stands in a plan: which indicators, and what its lines come to."""

    _inherit = "perf.plan"

    full_points = fields.Char(
        compute="_compute_full_points",
        help="What the lines of one sheet come to. A plan with lines of several frequencies makes several kinds of "
        "sheets: each has a total of its own.",
    )
    full_score = fields.Float(
        string="Full Points of a Sheet",
        digits=SCORE_DIGITS,
        compute="_compute_full_points",
        help="What the lines of the most frequent sheet come to.",
    )
    points_problem = fields.Char(
        string="Other Points",
        compute="_compute_points_problem",
        compute_sudo=True,
        help="The lines come to other points than their scheme says.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.weight", "line_ids.frequency")
    def _compute_full_points(self):
        for plan in self:
            plan.full_points = plan.line_ids._points_text()
            plan.full_score = next(iter(plan.line_ids._sheet_points().values()), 0.0)

    @api.depends("line_ids.weight", "line_ids.frequency", "line_ids.indicator_id")
    def _compute_points_problem(self):
        for plan in self:
            plan.points_problem = plan.line_ids._points_problem()

    # === ACTION METHODS === #

    def action_add_common(self):
        """Add the common indicators of the plan's own scheme.

        :raise UserError: when no scheme of the cycle serves the plan
        """
        self.ensure_one()
        category = self.category_id or (self.scope == "unit" and self.unit_id.perf_category_id)
        schemes = self.cycle_id.scheme_ids.filtered(lambda scheme: category and category in scheme.category_ids)
        if not schemes:
            raise UserError(self.env._("No scheme of this cycle serves the category of this plan."))
        indicators = schemes.indicator_ids.filtered(
            lambda indicator: (
                not indicator.is_register and (indicator.scope == "common" or indicator.unit_id == self.unit_id)
            ),
        )
        self._add_indicators(indicators)
        return True

    # === BUSINESS METHODS === #

    def _check_points(self, action, meant):
        """Raise unless the plans come to the points of their scheme, or somebody says that other points are meant.

        Asked last, of plans that were moved: whoever may not move them hears that instead. The screen offers to do it
        all the same.

        :param str action: the action that has moved them
        :param bool meant: whether somebody has said so
        :raise RedirectWarning: naming the plans and their points
        """
        differing = {plan.id: plan.points_problem for plan in self if plan.points_problem}
        if differing and not meant:
            anyway = self.env.ref(f"perf_appraisal.perf_plan_{action}_anyway").sudo()
            question = RedirectWarning(
                self._refusal_message(differing),
                anyway.id,
                anyway.name,
                {"active_model": self._name, "active_id": self[:1].id, "active_ids": self.ids},
            )
            question.loglevel = logging.INFO  # the server's log need not show it as an error
            raise question

    def _add_indicators(self, indicators):
        """Add a line for every indicator that a plan does not have yet.

        :param indicators: ``perf.indicator`` recordset
        :return: the new lines
        """
        vals_list = [
            {"plan_id": plan.id, **indicator._prepare_plan_line_values()}
            for plan in self
            for indicator in indicators - plan.line_ids.indicator_id
        ]
        return self.env["perf.plan.line"].create(vals_list)
