from odoo import fields, models


class PerfBatchLine(models.Model):
    """What a long job did with one record."""

    _name = "perf.batch.line"
    _description = "Record of a Long Job"
    _inherit = ["perf.guard.mixin"]
    _order = "outcome desc, note, id"

    batch_id = fields.Many2one(
        comodel_name="perf.batch",
        required=True,
        index=True,
        ondelete="cascade",
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(string="Record", model_field="res_model", required=True)
    name = fields.Char(required=True)
    unit_id = fields.Many2one(comodel_name="hr.department")
    outcome = fields.Selection(
        selection=[
            ("todo", "To Do"),
            ("made", "Made"),
            ("existed", "Already There"),
            ("skipped", "Left Out"),
            ("not_concerned", "Not Concerned"),
        ],
        required=True,
        default="todo",
    )
    reason = fields.Char(help="Why it was left out.")
    note = fields.Char(string="Remark", help="What was done otherwise than expected.")

    _record_uniq = models.UniqueIndex("(batch_id, res_model, res_id)", "A job lists each record once.")
    _todo_idx = models.Index("(batch_id, id) WHERE outcome = 'todo'")
