# The terms are read before there is anybody to translate them for.
# pylint: disable=prefer-env-translation
from odoo import fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: Kind of scheme → grades from the best down: kind of period, code, name, from which points (of 100), quota in
#: percent, whether the standard is reached, whether the year counts for promotion. Persons by the national rules:
#: at most 20 % excellent in a year, at most 40 % good in a quarter.
USUAL_GRADES = {
    "employee": (
        ("year", "A", _lt("Excellent"), 90.0, 20.0, True, True),
        ("year", "B", _lt("Competent"), 75.0, 0.0, True, True),
        ("year", "C", _lt("Basically Competent"), 60.0, 0.0, False, False),
        ("year", "D", _lt("Incompetent"), 0.0, 0.0, False, False),
        ("quarter", "1", _lt("Good"), 90.0, 40.0, True, False),
        ("quarter", "2", _lt("Fairly Good"), 75.0, 0.0, True, False),
        ("quarter", "3", _lt("Average"), 60.0, 0.0, False, False),
        ("quarter", "4", _lt("Poor"), 0.0, 0.0, False, False),
    ),
    "unit": (
        ("year", "A", _lt("Outstanding Unit"), 90.0, 20.0, True, False),
        ("year", "B", _lt("Unit up to Standard"), 75.0, 0.0, True, False),
        ("year", "C", _lt("Unit Partly up to Standard"), 60.0, 0.0, False, False),
        ("year", "D", _lt("Unit below Standard"), 0.0, 0.0, False, False),
    ),
}


class PerfScheme(models.Model):
    """The grades of a scheme."""

    _inherit = "perf.scheme"

    grade_ids = fields.One2many("perf.grade", "scheme_id", string="Grades", copy=True)

    # === ACTION METHODS === #

    def action_usual_grades(self):
        """Give schemes without grades the usual ones, in every language of the database."""
        bare = self.filtered(lambda scheme: not scheme.grade_ids)
        terms, vals_list = [], []
        for scheme in bare:
            for sequence, (kind, code, name, points, quota, met, counts) in enumerate(USUAL_GRADES[scheme.kind]):
                terms.append(name)
                vals_list.append(
                    {
                        "scheme_id": scheme.id,
                        "period_kind": kind,
                        "sequence": 10 * (sequence + 1),
                        "code": code,
                        "name": name._translate("en_US"),
                        "min_score": points * scheme.full_score / 100.0,
                        "quota_percent": quota,
                        "standard_met": met,
                        "counts_for_promotion": counts,
                    },
                )
        grades = self.env["perf.grade"].with_context(lang="en_US").create(vals_list)
        languages = [code for code, _name in self.env["res.lang"].get_installed() if code != "en_US"]
        for grade, term in zip(grades, terms, strict=True):
            grade._unlocked().update_field_translations("name", {code: term._translate(code) for code in languages})
        return True
