from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ...const import PERIOD_KINDS, SCORE_DIGITS


class PerfGrade(models.Model):
    """A grade that a result of one kind of period may get, from the best down."""

    _name = "perf.grade"
    _description = "Grade"
    _inherit = ["perf.guard.mixin"]
    _order = "scheme_id, period_kind desc, sequence, id"

    scheme_id = fields.Many2one("perf.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id")
    category_ids = fields.Many2many(
        comodel_name="perf.category",
        string="Only for",
        ondelete="restrict",
        domain="[('id', 'in', scheme_category_ids)]",
        help="Whom this grade is for: institution staff bear other names than civil servants. Empty: everybody.",
    )
    scheme_category_ids = fields.Many2many(related="scheme_id.category_ids", string="Categories of the Scheme")
    period_kind = fields.Selection(selection=PERIOD_KINDS, string="Of", required=True, default="year")
    sequence = fields.Integer(default=10, help="The best grade comes first.")
    code = fields.Char(string="Short Code", help="Short and stable, for exchange with other systems.")
    name = fields.Char(required=True, translate=True)
    min_score = fields.Float(
        string="Least Points",
        digits=SCORE_DIGITS,
        aggregator=None,
        help="Least points for this grade, on the scale of the scheme's full points.",
    )
    quota_percent = fields.Float(
        string="Quota %",
        digits=SCORE_DIGITS,
        aggregator=None,
        help="How many percent of those who should take part may have it at most. Zero means no quota.",
    )
    people_quota_percent = fields.Float(
        string="Quota of Its People %",
        digits=SCORE_DIGITS,
        aggregator=None,
        help="Quota of the best grade among the people of a unit that has this grade. Zero leaves it as it is.",
    )
    standard_met = fields.Boolean(default=True, help="Who has this grade has reached the standard.")
    counts_for_promotion = fields.Boolean(default=True, help="A year with this grade counts for promotion in rank.")
    condition_ids = fields.One2many("perf.grade.condition", "grade_id", string="Conditions", copy=True)
    conditions = fields.Char(string="Only with", compute="_compute_conditions", help="What it asks for beside points.")

    _name_uniq = models.Constraint(
        "UNIQUE(scheme_id, period_kind, name)",
        "A scheme has a grade of one name only once for each kind of period.",
    )

    # === COMPUTE METHODS === #

    @api.depends("condition_ids.display_name")
    def _compute_conditions(self):
        for grade in self:
            grade.conditions = format_list(self.env, grade.condition_ids.mapped("display_name"))

    # === CONSTRAINT METHODS === #

    @api.constrains("min_score", "quota_percent", "people_quota_percent")
    def _check_amounts(self):
        for grade in self:
            if grade.min_score < 0 or not all(
                0 <= grade[name] <= 100 for name in ("quota_percent", "people_quota_percent")
            ):
                raise ValidationError(
                    self.env._("Grade “%s”: points are not below zero, quotas between 0 and 100 percent.", grade.name),
                )

    # === ACTION METHODS === #

    def action_view_conditions(self):
        """Open the grade with its conditions.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Conditions of a Grade"),
            "res_model": "perf.grade",
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _of(self, category, kind):
        """Return which of the grades somebody of a category may get for a kind of period.

        :param category: ``perf.category`` record, or none
        :param str kind: kind of period
        """
        return self.filtered(
            lambda grade: grade.period_kind == kind and (not grade.category_ids or category in grade.category_ids)
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a further grade in an opened cycle; a kind of period that has none yet may be given all of them."""
        grades = super().create(vals_list)
        kinds = {(grade.scheme_id, grade.period_kind) for grade in grades.scheme_id.grade_ids - grades}
        grades.filtered(lambda grade: (grade.scheme_id, grade.period_kind) in kinds).scheme_id._check_not_in_use()
        return grades

    def _guard_write(self, vals):
        """Refuse to move a grade of an opened cycle: people were told what is asked of them."""
        super()._guard_write(vals)
        self.check_access("write")
        (self.scheme_id | self.scheme_id.browse(vals.get("scheme_id") or []))._check_not_in_use()

    def _guard_unlink(self):
        self.check_access("unlink")
        self.scheme_id._check_not_in_use()
