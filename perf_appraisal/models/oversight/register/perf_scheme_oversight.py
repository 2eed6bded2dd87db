from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PerfScheme(models.Model):
    """In which years it is used; how far a self-score may lie above the final one before a deduction is proposed."""

    _inherit = "perf.scheme"

    cycle_ids = fields.Many2many(
        comodel_name="perf.cycle",
        relation="perf_cycle_perf_scheme_rel",
        column1="perf_scheme_id",
        column2="perf_cycle_id",
        readonly=True,
        copy=False,
    )
    self_gap_tolerance = fields.Float(
        string="Tolerated Self-score",
        digits=(5, 2),
        help="Percent points by which a self-score may lie above the final one. Zero means no limit.",
    )
    self_gap_rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        string="Beyond It",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('indicator_id.is_register', '=', True), ('kind', '=', 'deduction'),"
        " ('indicator_id.kind', '=', kind), ('indicator_id.company_id', '=', company_id)]",
        help="The deduction rule that is proposed for a self-score beyond it. Nothing is deducted by itself.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("self_gap_tolerance", "self_gap_rule_id", "kind")
    def _check_self_gap(self):
        for scheme in self:
            rule = scheme.self_gap_rule_id
            if scheme.self_gap_tolerance < 0:
                raise ValidationError(
                    self.env._("Scheme “%s”: the tolerated self-score cannot be negative.", scheme.name)
                )
            fits = rule.indicator_id.kind == scheme.kind and rule.indicator_id.company_id == scheme.company_id
            if rule and not (rule.kind == "deduction" and rule.indicator_id.is_register and fits):
                raise ValidationError(
                    self.env._(
                        "Scheme “%(scheme)s”: choose a deduction of the register for its own kind of appraisee, not"
                        " “%(rule)s”.",
                        scheme=scheme.name,
                        rule=rule.name,
                    )
                )
