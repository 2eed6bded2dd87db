from odoo import api, fields, models

from ..const import SCORE_DIGITS, VALUE_DIGITS

#: Columns of a row that say the same as those of an entry.
_OWN = ("rule_id", "matter", "date", "doc_no")


class PerfAdjustmentImportLine(models.TransientModel):
    """A row of the grid: what one unit gets or loses; where it says nothing, what all rows have in common holds."""

    _name = "perf.adjustment.import.line"
    _description = "Row of Register Entries"
    _order = "import_id, id"

    import_id = fields.Many2one("perf.adjustment.import", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id")
    row_number = fields.Integer(string="Row", readonly=True, help="In the table that was read.")
    unit_id = fields.Many2one("hr.department", domain="[('perf_is_unit', '=', True)]")
    unit_text = fields.Char(string="Unit in the Table", readonly=True)
    near = fields.Char(readonly=True)
    rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        string="Other Rule",
        domain="[('indicator_id.is_register', '=', True), ('indicator_id.active', '=', True),"
        " ('indicator_id.kind', '=', 'unit'), ('kind', 'in', ('bonus', 'deduction')),"
        " ('indicator_id.company_id', '=', company_id), ('i_report', '=', True),"
        " '|', ('indicator_id.scheme_id.cycle_ids', '=', False),"
        " ('indicator_id.scheme_id.cycle_ids.state', '=', 'open')]",
    )
    rules_near = fields.Char(readonly=True)
    rule_text = fields.Char(string="Rule in the Table", readonly=True)
    quantity = fields.Float(default=1.0, digits=VALUE_DIGITS)
    quantity_text = fields.Char(string="Quantity in the Table", readonly=True)
    matter = fields.Char()
    date = fields.Date(string="Other Day")
    date_text = fields.Char(string="Day in the Table", readonly=True)
    doc_no = fields.Char(string="Other Document")
    points = fields.Float(string="Signed Points", compute="_compute_problem", digits=SCORE_DIGITS)
    problem = fields.Char(compute="_compute_problem", help="Why the row cannot be entered yet.")

    # === COMPUTE METHODS === #

    @api.depends(
        "unit_id", "rule_id", "quantity", "date", "import_id.rule_id", "import_id.date", "unit_text", "rule_text"
    )
    @api.depends_context("uid", "lang")
    def _compute_problem(self):
        adjustments = self.env["perf.adjustment"].sudo()
        entries = adjustments.concat(*(adjustments.new(line._prepare_adjustment_values()) for line in self))
        cycles = entries._open_cycles()
        mine, own = adjustments._my_units(), adjustments._own_units()
        for line, entry in zip(self, entries, strict=True):
            line.points = entry.signed_points
            problem = line._text_problem() or entry._reporting_problem(mine, own)
            line.problem = problem or entry._entry_problem(cycles)

    # === BUSINESS METHODS === #

    def _prepare_adjustment_values(self):
        """Return the values of the entry."""
        wizard = self.import_id
        common = wizard._common_values()
        own = {name: self[name].id if name == "rule_id" else self[name] for name in _OWN}
        return {
            **{name: own[name] or common[name] for name in _OWN},
            "unit_id": self.unit_id.id,
            "quantity": self.quantity,
            "doc_issuer": wizard.doc_issuer,
            "doc_level": wizard.doc_level,
        }

    def _text_problem(self):
        """Return what in the row is missing or was not understood, or nothing."""
        if not self.unit_id and self.near:
            return self.env._("No unit is known as “%(text)s”. Perhaps: %(near)s.", text=self.unit_text, near=self.near)
        if not self.unit_id and self.unit_text:
            return self.env._("No unit is known as “%s”: choose it.", self.unit_text)
        if not self.unit_id:
            return self.env._("Choose the unit.")
        if not self.rule_id and self.rules_near:
            return self.env._("“%(text)s” is one of: %(near)s.", text=self.rule_text, near=self.rules_near)
        if self.rule_text and not self.rule_id:
            return self.env._("No rule is known as “%s”: choose it.", self.rule_text)
        if not (self.rule_id or self.import_id.rule_id):
            return self.env._("Choose the rule, here or above for all rows.")
        if self.quantity <= 0:
            return self.env._("“%s” is no quantity above zero.", self.quantity_text or self.quantity)
        if self.date_text and not self.date:
            return self.env._("“%s” is no day: choose it.", self.date_text)
        return ""
