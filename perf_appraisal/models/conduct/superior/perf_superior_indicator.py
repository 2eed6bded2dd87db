from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....const import FOCUSES, SCORE_DIGITS, VALUE_DIGITS
from ....tools import targets

#: The targets of the four quarters, in their order.
QUARTERS = ("target_q1", "target_q2", "target_q3", "target_q4")


class PerfSuperiorIndicator(models.Model):
    """An indicator by which region or city judge the whole county; units of the county answer for it."""

    _name = "perf.superior.indicator"
    _description = "Superior Indicator"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "cycle_id desc, level, sequence, code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    # Identity
    cycle_id = fields.Many2one(
        comodel_name="perf.cycle",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["perf.cycle"].search([("state", "in", ("open", "draft"))], limit=1),
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="cycle_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    code = fields.Char(string="No.", copy=False)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    level = fields.Selection(
        selection=[("region", "Region"), ("city", "City")],
        string="Source Level",
        required=True,
        default="city",
        help="Who handed the indicator down.",
    )
    focus = fields.Selection(
        selection=FOCUSES,
        required=True,
        default="none",
    )
    requirement = fields.Text(help="What is asked, in the words of the superior document.")

    # What is asked
    full_score = fields.Float(string="Full Points", digits=SCORE_DIGITS)
    uom = fields.Char(string="Unit of Measure")
    target_mode = fields.Selection(
        selection=[(targets.PERIOD, "Each period its own"), (targets.CUMULATIVE, "Cumulative")],
        string="Targets Are",
        compute="_compute_target_mode",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Each period its own: the quarters add up to the year. Cumulative: what must be reached by the end of the "
        "quarter, the fourth being the year's target.",
    )
    target = fields.Float(digits=VALUE_DIGITS, help="What the county has to reach in the year.")
    target_q1 = fields.Float(
        string="Q1", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
    )
    target_q2 = fields.Float(
        string="Q2", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
    )
    target_q3 = fields.Float(
        string="Q3", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
    )
    target_q4 = fields.Float(
        string="Q4", compute="_compute_quarters", store=True, readonly=False, precompute=True, digits=VALUE_DIGITS
    )
    deadline = fields.Date()

    # Who answers for it
    lead_unit_id = fields.Many2one(
        comodel_name="hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('perf_is_unit', '=', True)]",
    )
    assist_unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_superior_indicator_assist_rel",
        string="Assisting Units",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
    )

    # How the superiors judged in the end
    actual = fields.Float(string="Verified Value", digits=VALUE_DIGITS, help="What region or city found in the end.")
    score = fields.Float(digits=SCORE_DIGITS, help="Points that region or city gave.")
    lost_points = fields.Float(digits=SCORE_DIGITS, help="Points that the county lost at region or city.")
    rank = fields.Integer(string="Place", aggregator=None, help="Place of the county among its peers.")

    _code_uniq = models.UniqueIndex(
        "(cycle_id, level, code) WHERE code IS NOT NULL AND code != ''",
        "The cycle has a superior indicator of this level with this number already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("uom")
    def _compute_target_mode(self):
        for indicator in self:
            indicator.target_mode = targets.CUMULATIVE if indicator._is_rate() else targets.PERIOD

    @api.depends("uom", "target_mode", "target")
    def _compute_quarters(self):
        for indicator in self:
            split = targets.split_year(indicator.target, indicator.target_mode, flat=indicator._is_rate())
            indicator.target_q1, indicator.target_q2, indicator.target_q3, indicator.target_q4 = map(float, split)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            indicator.display_name = " ".join(filter(None, [indicator.code, indicator.name]))

    # === CONSTRAINT METHODS === #

    @api.constrains(*QUARTERS)  # they follow every change of target and mode
    def _check_quarters(self):
        for indicator in self:
            quarters = [indicator[name] for name in QUARTERS]
            if any(quarters) and targets.split_problem(indicator.target, indicator.target_mode, quarters):
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: the quarters %(given)s do not fit the target %(target)s. They add up to it; "
                        "cumulative ones rise up to it.",
                        name=indicator.display_name,
                        given=", ".join(f"{quarter:g}" for quarter in quarters),
                        target=f"{indicator.target:g}",
                    ),
                )

    # === BUSINESS METHODS === #

    def _is_rate(self):
        """Return whether the target is a rate, the same in every quarter, not an amount to divide."""
        return targets.is_rate(self.uom)

    def _units(self):
        """Return all units that answer for the indicators, the lead units and the assisting ones."""
        return self.lead_unit_id | self.assist_unit_ids
