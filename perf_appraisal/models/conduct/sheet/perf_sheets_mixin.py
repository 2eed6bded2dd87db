from odoo import fields, models
from odoo.fields import Domain

from ...abstract.notices import notice


class PerfSheetsMixin(models.AbstractModel):
    """Count and open the sheets of a person, as far as the user may see them."""

    _name = "perf.sheets.mixin"
    _description = "Sheets of a Person"

    perf_appraisal_count = fields.Integer(string="Appraisal Sheets", compute="_compute_perf_appraisal_count")

    # === COMPUTE METHODS === #

    def _compute_perf_appraisal_count(self):
        groups = self.env["perf.appraisal"]._read_group(self._perf_sheets_domain(), ["employee_id"], ["__count"])
        counts = {employee.id: count for employee, count in groups}
        for employee in self:
            employee.perf_appraisal_count = counts.get(employee.id, 0)

    # === ACTION METHODS === #

    def action_view_perf_appraisals(self):
        """Open the sheets, as far as the user may see them.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_appraisal_action")
        return {**action, "domain": list(self._perf_sheets_domain()), "context": {}}

    # === HOOKS === #

    def _perf_sheets_domain(self):
        """Return which sheets are meant."""
        return Domain("employee_id", "in", self.ids)

    def _perf_open_sentence(self):
        """Return what is still open of them and who goes on with it, nothing when all is done."""
        return ""

    # === HELPERS === #

    def _perf_tell_open(self):
        """Return an action that warns of what is still open of them, or nothing."""
        message = self._perf_open_sentence()
        return notice(message, kind="warning", sticky=True) if message else None

    def _perf_count_open(self, domain):
        """Return how many sheets of a domain are neither reviewed nor excused, in periods that are open."""
        is_open = Domain("state", "in", ("draft", "self_scored")) & Domain("period_id.state", "=", "open")
        return self.env["perf.appraisal"].sudo().search_count(is_open & domain)
