from odoo import models


class ReportPerfAppraisalYear(models.AbstractModel):
    """The annual registration form of a person, for the personnel file. What is decided later stays blank."""

    _name = "report.perf_appraisal.report_perf_appraisal_year"
    _inherit = "report.perf_appraisal.report_perf_appraisal"
    _description = "Annual Registration Form"

    _paper_domain = [("kind", "=", "employee"), ("period_id.kind", "=", "year")]

    def _paper_values(self, sheet):
        """Return the texts of one person's form; the scored lines follow as an annex."""
        return {
            **super()._paper_values(sheet),
            "title": self.env._("Annual Appraisal Registration Form"),
            "head": self._person(sheet),
            "blocks": [
                self._text_block(self.env._("Annual summary of the person"), sheet.self_summary, lines=12),
                self._box_block(self._year_boxes(sheet)),
            ],
            "annex": self.env._("Annex: the year's indicators"),
        }

    def _person(self, sheet):
        """Return the person's data; private ones only for who may read them, else room for the pen."""
        head = sheet.sudo()
        employee = head.employee_id
        own = employee.user_id == self.env.user
        private = employee if own or self.env.user.has_group("hr.group_hr_user") else employee.browse()
        genders = dict(employee._fields["sex"]._description_selection(self.env))
        rank = private.perf_rank_id.name or ""
        since = private.perf_rank_date
        return self._pairs(
            [
                (self.env._("Full name"), employee.name),
                (self.env._("Gender"), genders.get(private.sex, "")),
                (self.env._("Date of birth"), private.birthday and self._day(private.birthday)),
                (self.env._("Political status"), ""),
                (self.env._("Unit"), head.unit_id.name),
                (self.env._("Post"), head.job_id.name),
                (self.env._("Rank"), rank),
                (self.env._("In the rank since"), since and self._day(since)),
            ],
        )

    def _year_boxes(self, sheet):
        """Return the places for opinions and decisions, one below the other."""
        head = sheet.sudo()
        reviewed = sheet.state in ("reviewed", "confirmed")
        words = [sheet.review_comment or ""]
        if sheet.proposed_grade_id:
            words.append(self.env._("Proposed grade: %s", sheet.proposed_grade_id.name))
        sign = self._places("signature", "date")
        return [
            [
                {
                    "label": self.env._("Leader's comment and proposed grade"),
                    "text": "\n".join(filter(None, words)) if reviewed else "",
                    "done": self._done(head.reviewed_by_id, head.reviewed_on, head.reviewed_for_id) if reviewed else "",
                    "sign": sign,
                },
            ],
            [
                {
                    "label": self.env._("Decision of the head of the unit or the appraisal committee"),
                    "sign": self._places("seal", "date"),
                },
            ],
            [{"label": self.env._("Person's opinion"), "sign": sign}],
            [
                {
                    "label": self.env._("Why no grade was given, or why the person did not take part"),
                    "sign": self._places("seal", "date"),
                }
            ],
            [{"label": self.env._("Remarks")}],
        ]
