from odoo import fields, models

#: What a column of an indicator table may hold; the keys are those of ``notation_table.COLUMNS``.
MEANINGS = [
    ("section", "Section"),
    ("section_2", "Section, Second Level"),
    ("section_3", "Section, Third Level"),
    ("code", "No."),
    ("name", "Indicator"),
    ("full_points", "Full Points"),
    ("rule_kind", "Kind of Rule"),
    ("rule_value", "Rule"),
    ("bonus_rule", "Rule of Bonuses"),
    ("deduction_rule", "Rule of Deductions"),
    ("condition", "Standard"),
    ("target", "Target"),
    ("note", "Note"),
    ("appraised", "Appraised"),
    ("frequency", "Frequency"),
    ("lead_unit", "Lead Unit"),
    ("scheme", "Scheme"),
]


class PerfIndicatorImportColumn(models.TransientModel):
    """A column of the uploaded file and what it is taken for."""

    _name = "perf.indicator.import.column"
    _description = "Column of an Indicator Import"
    _order = "import_id, position, id"
    _transient_max_hours = 24.0

    import_id = fields.Many2one(
        comodel_name="perf.indicator.import",
        string="Import of a Table",
        required=True,
        index=True,
        ondelete="cascade",
    )
    position = fields.Integer(string="Column", readonly=True)
    header = fields.Char(readonly=True)
    sample = fields.Char(string="Example", readonly=True)
    meaning = fields.Selection(
        selection=MEANINGS,
        string="Taken as",
        help="What the column holds. Leave it empty to ignore the column.",
    )
    is_hidden = fields.Boolean(string="Hidden in the File", readonly=True)
