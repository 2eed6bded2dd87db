from odoo import api, fields, models
from odoo.fields import Domain

from ..const import SCORE_DIGITS, VALUE_DIGITS

#: Columns of a row that say the same as those of an entry.
_OWN = ("rule_id", "matter", "date", "doc_no")

#: What tells an entry from another.
_IDS, _TEXTS = ("unit_id", "rule_id", "date"), ("matter", "doc_no")


def _said(values):
    """Return what tells an entry from another: what was given twice is the same.

    :param dict values: of an entry
    """
    return (*(values[name] for name in _IDS), *((values[name] or "").strip() for name in _TEXTS))


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
        "unit_id",
        "rule_id",
        "quantity",
        "matter",
        "date",
        "doc_no",
        "import_id.rule_id",
        "import_id.matter",
        "import_id.date",
        "import_id.doc_no",
        "unit_text",
        "rule_text",
    )
    @api.depends_context("uid", "lang")
    def _compute_problem(self):
        adjustments = self.env["perf.adjustment"].sudo()
        entries = adjustments.concat(*(adjustments.new(line._prepare_adjustment_values()) for line in self))
        cycles = entries._open_cycles()
        mine, own = adjustments._my_units(), adjustments._own_units()
        above, registered = self._first_rows(), self._registered()
        for line, entry in zip(self, entries, strict=True):
            line.points = entry.signed_points
            line.problem = (
                line._text_problem()
                or entry._reporting_problem(mine, own)
                or entry._entry_problem(cycles)
                or line._twice_problem(above, registered)
            )

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

    def _twice_problem(self, above, registered):
        """Return where the same is said already, or nothing.

        :param dict above: as from :meth:`_first_rows`
        :param dict registered: as from :meth:`_registered`
        """
        said = _said(self._prepare_adjustment_values())
        if name := registered.get(said):
            return self.env._("%s says the same: what happened again needs its own matter or document.", name)
        if above.get((self.import_id, said), self) != self:
            return self.env._("A row above says the same: delete one, or enter the quantity.")
        return ""

    def _first_rows(self):
        """Return the first row that says something: ``{(grid, what it says): row}``."""
        rows = {}
        for line in self.import_id.line_ids:
            rows.setdefault((line.import_id, _said(line._prepare_adjustment_values())), line)
        return rows

    def _registered(self):
        """Return the numbers of entries of the register that the user sees: ``{what it says: number}``."""
        of_day = Domain("date", "in", [*self.mapped("date"), *self.import_id.mapped("date")])
        standing = Domain("state", "not in", ("refused", "reversed"))
        found = self.env["perf.adjustment"].search_read(
            Domain("unit_id", "in", self.unit_id.ids) & of_day & standing, ["name", *_IDS, *_TEXTS], load=None
        )
        return {_said(values): values["name"] for values in found}
