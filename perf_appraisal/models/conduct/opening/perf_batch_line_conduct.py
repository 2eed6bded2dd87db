from odoo import fields, models


class PerfBatchLine(models.Model):
    """Who was left out when a period was opened: what can be done about it, and the way there."""

    _inherit = "perf.batch.line"

    remedy = fields.Selection(
        selection=[
            ("excluded", "Let him take part in the enrolment, if he is to; then try again."),
            ("gone", "Nothing is to be done. If he is back, HR restores the employee; then try again."),
            (
                "dissolved",
                "Hand its open sheets to its successor. If it is still there, HR restores it; then try again.",
            ),
            ("stranded", "HR moves him to the department where he works; then try again."),
            ("on_leave", "Nothing is to be done. If the leave is wrong, correct it; then try again."),
            ("no_plan", "Approve a plan for the person, the post, the unit or the category; then try again."),
            ("nothing_due", "Nothing is to be done. If something is due, revise the plan; then try again."),
            ("unreviewed", "Assign a reviewer in the enrolment, or name a stand-in for the head; then try again."),
            (
                "head_unreviewed",
                "Assign a reviewer in the enrolment, or name a stand-in for the head above; then try again.",
            ),
            ("vacant", "Name a stand-in for the vacant post, or assign a reviewer in the enrolment; then try again."),
            ("no_unit", "HR gives the person a department of a unit, or enrol him by hand; then try again."),
            ("closed", "Reopen the period, if he is to be appraised; then try again."),
        ],
        string="What to Do",
        readonly=True,
    )

    # === ACTION METHODS === #

    def action_remedy(self):
        """Open the place where something can be done about who was left out.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        self.check_access("read")
        ways = {
            "gone": self._way_to_person,
            "stranded": self._way_to_person,
            "no_unit": self._way_to_person,
            "on_leave": self._way_to_leaves,
            "no_plan": self._way_to_plans,
            "nothing_due": self._way_to_plans,
            "vacant": self._way_to_stand_in,
            "dissolved": self._way_to_successor,
            "closed": self._way_to_period,
        }
        return ways.get(self.remedy, self._way_to_enrolment)()

    # === HELPERS === #

    def _appraisee(self):
        """Return the enrolment that the line is about, if any."""
        appraisees = self.env["perf.appraisee"]
        return appraisees.browse(self.res_id if self.res_model == appraisees._name else ())

    def _way_to_enrolment(self):
        return self._appraisee().get_formview_action()

    def _way_to_person(self):
        people = self.env["hr.employee"]
        person = people.browse(self.res_id) if self.res_model == people._name else self._appraisee().employee_id
        return person.get_formview_action()

    def _way_to_leaves(self):
        if "hr.leave" not in self.env:
            return self._way_to_person()
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get("hr.leave").name,
            "res_model": "hr.leave",
            "views": [(False, "list"), (False, "form")],
            "domain": [("employee_id", "=", self._appraisee().employee_id.id)],
        }

    def _way_to_plans(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_plan_action")
        appraisee = self._appraisee()
        scopes = [("unit_id", "=", appraisee.unit_id.id), ("category_id", "=", appraisee.category_id.id or 0)]
        return {
            **action,
            "domain": ["&", ("cycle_id", "=", appraisee.cycle_id.id), "|", *scopes],
            "context": {"default_cycle_id": appraisee.cycle_id.id, "default_unit_id": appraisee.unit_id.id},
        }

    def _way_to_stand_in(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env["ir.model"]._get("perf.standin").name,
            "res_model": "perf.standin",
            "views": [(False, "form")],
            "context": {"default_role": "head", "default_unit_id": self.unit_id.id, "default_employee_id": False},
        }

    def _way_to_successor(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_unit_successor_action")
        return {**action, "context": {"default_unit_id": self.unit_id.id}}

    def _way_to_period(self):
        return self.batch_id.period_id.get_formview_action()
