from odoo import api, fields, models
from odoo.fields import Domain


class PerfIndicatorRule(models.Model):
    """Rules of the register are offered to those who report under them."""

    _inherit = "perf.indicator.rule"

    i_report = fields.Boolean(
        string="I Report under It",
        compute="_compute_i_report",
        search="_search_i_report",
        help="A unit that you head or coordinate leads its indicator; the Performance Office reports under all.",
    )

    # === COMPUTE METHODS === #

    @api.depends("indicator_id.lead_unit_ids")
    @api.depends_context("uid")
    def _compute_i_report(self):
        mine = self.filtered_domain(self._reported_domain())
        for rule in self:
            rule.i_report = rule in mine

    def _search_i_report(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._reported_domain() if True in value else ~self._reported_domain()

    # === BUSINESS METHODS === #

    def _of_year(self, day):
        """Return those of the rules that are written for the year of a day, or for none.

        Next year's table is copied while this year's is in use: both have the same rules.

        :param date day: the day
        """

        def is_of_year(rule):
            cycles = rule.sudo().indicator_id.scheme_id.cycle_ids
            return not cycles or any(cycle.date_start <= day <= cycle.date_end for cycle in cycles)

        return self.filtered(is_of_year)

    @api.model
    def _reported_domain(self):
        """Return the domain of the rules under which the user reports."""
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            return Domain.TRUE
        return Domain("indicator_id.lead_unit_ids", "in", self.env["perf.adjustment"]._my_units().ids)
