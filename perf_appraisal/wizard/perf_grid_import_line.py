from odoo import fields, models


class PerfGridImportLine(models.TransientModel):
    """A change that a workbook makes, or the reason why it cannot."""

    _name = "perf.grid.import.line"
    _description = "Change of a Grid's Workbook"
    _order = "wizard_id, status desc, id"

    wizard_id = fields.Many2one("perf.grid.import", required=True, index=True, ondelete="cascade")
    place = fields.Char(string="Cell", help="The cell of the workbook.")
    # lists break the lines of texts; those of chars they cut off
    row = fields.Text()
    column = fields.Text()
    old = fields.Char(string="Before")
    new = fields.Text(string="After")
    note = fields.Text(string="Note or Reason")
    status = fields.Selection(
        selection=[("change", "Will change"), ("zero", "Is 0 meant?"), ("refused", "Not Written")], required=True
    )
    reason = fields.Text(string="Why Not")
    payload = fields.Json()
