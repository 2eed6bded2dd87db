from odoo import fields, models


class PerfRegisteredMixin(models.AbstractModel):
    """Count and open the entries of the register that concern a record, as far as the user may see them."""

    _name = "perf.registered.mixin"
    _description = "Entries of the Register about a Record"

    #: Column of the register that names the record.
    _registered_in = ""

    perf_adjustment_count = fields.Integer(string="Register Entries", compute="_compute_perf_adjustment_count")

    # === COMPUTE METHODS === #

    def _compute_perf_adjustment_count(self):
        column = self._registered_in
        groups = self.env["perf.adjustment"]._read_group([(column, "in", self.ids)], [column], ["__count"])
        counts = {record.id: count for record, count in groups}
        for record in self:
            record.perf_adjustment_count = counts.get(record.id, 0)

    # === ACTION METHODS === #

    def action_view_perf_adjustments(self):
        """Open the entries.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_adjustment_action")
        return {**action, "domain": [(self._registered_in, "in", self.ids)]}
