from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ...const import KINDS
from ...tools import scoring

#: Columns that decide what sheets and results add up to, and who gets which grade.
_SCORING = frozenset(
    {"kind", "company_id", "full_score", "na_policy", "sheet_bonus_cap", "quota_pool", "quota_rounding"}
)


class PerfScheme(models.Model):
    """How one kind of appraisee is scored: its indicator table and what happens to gaps and bonuses."""

    _name = "perf.scheme"
    _description = "Appraisal Scheme"
    _order = "kind, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(selection=KINDS, required=True, default="unit")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    category_ids = fields.Many2many(
        comodel_name="perf.category",
        string="Categories",
        domain="[('kind', '=', kind)]",
        check_company=True,
    )

    full_score = fields.Float(
        default=100.0,
        digits=(12, 2),
        help="Points that the indicator table is meant to add up to.",
    )
    na_policy = fields.Selection(
        selection=[("exclude", "Leave the line out"), ("full", "Count it in full")],
        string="Not Assessed",
        required=True,
        default="exclude",
        help="What happens to the lines that were not assessed in a period.",
    )
    sheet_bonus_cap = fields.Float(
        string="Bonus Cap of a Sheet",
        digits=(12, 2),
        help="How many percent points a sheet may go above 100. Zero means no cap.",
    )

    indicator_ids = fields.One2many(comodel_name="perf.indicator", inverse_name="scheme_id", string="Indicators")
    indicator_count = fields.Integer(string="Number of Indicators", compute="_compute_indicators")
    common_score = fields.Float(
        string="Common Points",
        compute="_compute_indicators",
        digits=(12, 2),
        help="Sum of the full points of the common indicators.",
    )

    # === COMPUTE METHODS === #

    @api.depends("indicator_ids.full_score", "indicator_ids.scope")
    def _compute_indicators(self):
        groups = self.env["perf.indicator"]._read_group(
            [("scheme_id", "in", self.ids)],
            ["scheme_id", "scope"],
            ["__count", "full_score:sum"],
        )
        counts, common = {}, {}
        for scheme, scope, count, score in groups:
            counts[scheme.id] = counts.get(scheme.id, 0) + count
            if scope == "common":
                common[scheme.id] = score
        for scheme in self:
            scheme.indicator_count = counts.get(scheme.id, 0)
            scheme.common_score = common.get(scheme.id, 0.0)

    # === CONSTRAINT METHODS === #

    @api.constrains("kind", "category_ids")
    def _check_categories(self):
        for scheme in self:
            strangers = scheme.category_ids.filtered(lambda category, kind=scheme.kind: category.kind != kind)
            if strangers:
                raise ValidationError(
                    self.env._(
                        "Scheme “%(scheme)s” cannot serve %(categories)s: choose categories of its own kind.",
                        scheme=scheme.name,
                        categories=format_list(self.env, strangers.mapped("name")),
                    ),
                )

    @api.constrains("sheet_bonus_cap", "full_score")
    def _check_amounts(self):
        for scheme in self:
            if scheme.sheet_bonus_cap < 0 or scheme.full_score <= 0:
                raise ValidationError(
                    self.env._("Scheme “%s”: full points must be above zero and the bonus cap not below.", scheme.name),
                )

    # === CRUD METHODS === #

    def copy(self, default=None):
        """Copy schemes with their indicators, rules and levels; the sections are the same."""
        copies = super().copy(default)
        copied = {scheme.id: copy.id for scheme, copy in zip(self, copies, strict=True)}
        indicators = self.indicator_ids
        indicators.create(
            [
                {**vals, "name": indicator.name, "scheme_id": copied[indicator.scheme_id.id]}
                for indicator, vals in zip(indicators, indicators.copy_data(), strict=True)
            ],
        )
        return copies

    def copy_data(self, default=None):
        """Mark the name of a copy."""
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for scheme, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", scheme.name)
        return vals_list

    def write(self, vals):
        """Refuse to change how sheets of an open cycle are added up and whose they are, and for whom indicators are."""
        if not _SCORING.isdisjoint(vals):
            self._check_not_in_use()
        if "kind" in vals:  # theirs follows
            turned = self.filtered(lambda scheme: scheme.kind != vals["kind"])
            turned.with_context(active_test=False).indicator_ids._check_unlocked()
        served = {scheme: scheme.category_ids for scheme in self} if "category_ids" in vals else {}
        result = super().write(vals)
        self.browse(scheme.id for scheme in served if scheme.category_ids != served[scheme])._check_not_in_use()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_not_in_use()
        filled = self.with_context(active_test=False).filtered("indicator_ids")
        if filled:
            raise UserError(
                self.env._("Scheme “%s” has indicators. Archive it, or delete its indicators first.", filled[0].name),
            )

    def _check_not_in_use(self):
        """Raise when a cycle that was opened uses one of the schemes.

        :raise UserError: naming the cycle and the way out
        """
        if cycle := self._opened_cycle():
            raise UserError(
                self.env._(
                    "%s was opened with this scheme, so what its sheets add up to, and its grades, cannot change. "
                    "Make a copy of the scheme, which takes its indicators along, for the next cycle.",
                    cycle.display_name,
                ),
            )

    def _opened_cycle(self):
        """Return a cycle that was opened with one of the schemes, if there is one."""
        opened = [("scheme_ids", "in", self.ids), ("state", "!=", "draft")]
        return self.env["perf.cycle"].sudo().search(opened, limit=1)

    # === ACTION METHODS === #

    def action_view_indicators(self):
        """Open the scheme's indicator table.

        :return: an action dictionary
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_indicator_action")
        action["domain"] = [("scheme_id", "=", self.id)]
        action["context"] = {"default_scheme_id": self.id, "search_default_group_section": 1}
        return action

    # === BUSINESS METHODS === #

    def _engine_policy(self):
        """Return how sheets under the scheme are added up; without a scheme, as under one that says nothing.

        :return: keyword arguments of ``scoring.sheet_total``
        """
        return {
            "na_policy": self.na_policy or "exclude",
            "bonus_cap": scoring.to_decimal(self.sheet_bonus_cap),
        }
