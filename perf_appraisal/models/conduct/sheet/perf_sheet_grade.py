from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PerfSheetGrade(models.AbstractModel):
    """For a person's year the leader proposes a grade."""

    _name = "perf.sheet.grade"
    _description = "Proposed Grade of a Sheet"

    is_year_of_person = fields.Boolean(string="Year of a Person", compute="_compute_is_year_of_person")
    year_grade_ids = fields.Many2many(
        comodel_name="perf.grade",
        string="Grades to Choose from",
        compute="_compute_year_grade_ids",
        compute_sudo=True,
        help="Those of the person's category.",
    )
    proposed_grade_id = fields.Many2one(
        comodel_name="perf.grade",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', 'in', year_grade_ids)]",
        help="What the leader proposes for the year. It is decided later, for all together.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "period_id.kind")
    def _compute_is_year_of_person(self):
        for sheet in self:
            sheet.is_year_of_person = sheet.kind == "employee" and sheet.period_id.kind == "year"

    @api.depends("is_year_of_person", "scheme_id.grade_ids", "appraisee_id.category_id")
    def _compute_year_grade_ids(self):
        years = self.filtered("is_year_of_person")
        (self - years).year_grade_ids = False
        for sheet in years:
            sheet.year_grade_ids = sheet.scheme_id.grade_ids._of(sheet.appraisee_id.category_id, "year")

    # === CONSTRAINT METHODS === #

    @api.constrains("proposed_grade_id")
    def _check_proposed_grade(self):
        for sheet in self.filtered("proposed_grade_id"):
            grade = sheet.proposed_grade_id
            if grade not in sheet.year_grade_ids:
                raise ValidationError(
                    self.env._(
                        "%(sheet)s: “%(grade)s” is no grade for the year of this person.",
                        sheet=sheet.display_name,
                        grade=grade.display_name,
                    ),
                )

    # === BUSINESS METHODS === #

    def _check_grades_proposed(self):
        """Raise when a person's year is reviewed without a proposed grade, where the scheme knows grades.

        :raise UserError: naming the sheets
        """
        if bare := self._without_grade():
            raise UserError(
                self.env._("Propose a grade for the year first:")
                + "\n"
                + "\n".join(self.env._("• %s", sheet.display_name) for sheet in bare[:20]),
            )

    def _without_grade(self):
        """Return the years under review that still need a proposed grade."""
        return self.filtered(
            lambda sheet: sheet.state == "self_scored" and not sheet.proposed_grade_id and sheet.year_grade_ids
        )
