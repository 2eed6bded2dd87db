from odoo import fields, models


class PerfGridImportLine(models.TransientModel):
    """A change that a workbook makes, or the reason why it cannot."""

    _name = "perf.grid.import.line"
    _description = "Change of a Grid's Workbook"
    _order = "wizard_id, status desc, id"

    wizard_id = fields.Many2one("perf.grid.import", required=True, index=True, ondelete="cascade")
    place = fields.Char(string="Cell", help="The cell of the workbook.")
    row = fields.Char()
    column = fields.Char()
    old = fields.Char(string="Before")
    new = fields.Char(string="After")
    note = fields.Char(string="Note or Reason")
    status = fields.Selection(selection=[("change", "Will change"), ("refused", "Refused")], required=True)
    reason = fields.Char(string="Why Not")
    payload = fields.Json()
