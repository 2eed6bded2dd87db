from odoo import api, fields, models

from ....const import FOCUSES

#: What an inspection looks at.
INSPECTION_FOCUSES = [
    ("attendance", "Attendance and Discipline"),
    ("work_log", "Work Logs"),
    ("environment", "Work Environment"),
    ("hygiene", "Hygiene"),
    ("news", "News Reports"),
    ("work", "Work Results"),
    *(focus for focus in FOCUSES if focus[0] != "none"),
]


class PerfChecklist(models.Model):
    """What is looked at in an inspection, by focus; items may carry points."""

    _name = "perf.checklist"
    _description = "Check-list"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    focus = fields.Selection(selection=INSPECTION_FOCUSES, string="Subject of the Check", required=True, default="work")
    item_ids = fields.One2many("perf.checklist.item", "checklist_id", string="Items", copy=True)
    item_count = fields.Integer(string="Number of Items", compute="_compute_item_count")

    # === COMPUTE METHODS === #

    @api.depends("item_ids")
    def _compute_item_count(self):
        for checklist in self:
            checklist.item_count = len(checklist.item_ids)
