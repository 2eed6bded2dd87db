from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import PERIOD_KINDS
from .perf_scheme_component import LENGTHS


class PerfGradeCondition(models.Model):
    """What a grade asks for beside points: who does not meet it, gets the next one whatever his points."""

    _name = "perf.grade.condition"
    _description = "Standing Condition"
    _inherit = ["perf.part.mixin"]
    _order = "grade_id, id"
    _part_of = "grade_id"
    _given_once = frozenset({"grade_id"})

    grade_id = fields.Many2one("perf.grade", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        selection=[("good_children", "Good Shorter Results"), ("no_sanction", "No Open Sanction")],
        required=True,
        default="good_children",
    )
    n = fields.Integer(string="At Least", default=2, aggregator=None, help="How many of them.")
    child_kind = fields.Selection(
        selection=PERIOD_KINDS, string="Results of", default="quarter", help="Periods inside that of the grade."
    )
    child_grade = fields.Selection(
        selection=[("best", "The Best Grade"), ("standard", "The Standard Reached")],
        string="With",
        default="best",
    )

    _kind_uniq = models.Constraint(
        "UNIQUE(grade_id, kind, child_kind, child_grade)", "A grade asks for the same only once."
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "n", "child_kind", "child_grade")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env)) for name in ("child_kind", "child_grade")
        }
        for condition in self:
            if condition.kind == "no_sanction":
                condition.display_name = self.env._("no open sanction")
                continue
            condition.display_name = self.env._(
                "%(period)s: at least %(count)s with “%(grade)s”",
                period=labels["child_kind"].get(condition.child_kind, ""),
                count=condition.n,
                grade=labels["child_grade"].get(condition.child_grade, ""),
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("kind", "n", "child_kind", "child_grade")
    def _check_children(self):
        for condition in self.filtered(lambda condition: condition.kind == "good_children"):
            longest = LENGTHS[condition.grade_id.period_kind]
            if condition.n < 1 or not condition.child_grade or LENGTHS.get(condition.child_kind, longest) >= longest:
                raise ValidationError(
                    self.env._(
                        "Condition of “%s”: name a kind of period that is shorter, which grade counts, and how many"
                        " there are to be at least.",
                        condition.grade_id.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _good_grades(self):
        """Return the grades of shorter results that count for the condition."""
        scheme = self.grade_id.scheme_id
        shorter = scheme.grade_ids.filtered(lambda grade: grade.period_kind == self.child_kind)
        if self.child_grade == "standard":
            return shorter.filtered("standard_met")
        categories = [*scheme.category_ids, scheme.category_ids.browse()]
        ladders = [shorter._of(category, self.child_kind) for category in categories]
        return shorter.browse(ladder[:1].id for ladder in ladders if ladder)

    # === CRUD METHODS === #

    def _check_unsettled(self, wholes):
        super()._check_unsettled(wholes)
        wholes.scheme_id._check_not_in_use()
