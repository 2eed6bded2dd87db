from odoo import fields, models
from odoo.fields import Command

from ..const import PERIOD_KINDS, SCORE_DIGITS
from ..models.abstract.given_names import give_names, written_name
from ..models.basis.perf_scheme_grade import OF_INSTITUTIONS, USUAL_GRADES

#: Names of the usual grades in English → lazy translations.
_TERMS = {
    term._translate("en_US"): term
    for term in (*(row[2] for rows in USUAL_GRADES.values() for row in rows), *OF_INSTITUTIONS.values())
}

#: Columns that a grade takes over as they are.
_SAME = (
    "sequence",
    "period_kind",
    "code",
    "min_score",
    "quota_percent",
    "people_quota_percent",
    "standard_met",
    "counts_for_promotion",
)


class PerfSchemeSetupGrade(models.TransientModel):
    """A grade of the scheme that is being made, from the best down."""

    _name = "perf.scheme.setup.grade"
    _description = "Grade of a Scheme from a Template"
    _order = "period_kind desc, sequence, id"

    wizard_id = fields.Many2one("perf.scheme.setup", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(related="wizard_id.kind")
    sequence = fields.Integer(default=10, help="The best grade comes first.")
    term = fields.Char(help="The name in English, as long as it is that of the usual grade.")
    period_kind = fields.Selection(selection=PERIOD_KINDS, string="Of", required=True, default="year")
    code = fields.Char(string="Short Code")
    name = fields.Char(required=True)
    category_ids = fields.Many2many(
        comodel_name="perf.category", relation="perf_scheme_setup_grade_category_rel", string="Only for"
    )
    min_score = fields.Float(string="Least Points", digits=SCORE_DIGITS, aggregator=None)
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
    standard_met = fields.Boolean(default=True)
    counts_for_promotion = fields.Boolean(default=True)

    # === BUSINESS METHODS === #

    def _make(self, scheme):
        """Make the grades of a scheme.

        :param scheme: ``perf.scheme`` record
        """
        names = [written_name(line, _TERMS) for line in self]
        grades = self.env["perf.grade"].with_context(lang="en_US")
        grades = grades.create(
            [
                {
                    **{column: line[column] for column in _SAME},
                    "name": name,
                    "scheme_id": scheme.id,
                    "category_ids": [Command.set(line.category_ids.ids)],
                }
                for line, (name, _term) in zip(self, names, strict=True)
            ]
        )
        give_names(grades, [term for _name, term in names])
