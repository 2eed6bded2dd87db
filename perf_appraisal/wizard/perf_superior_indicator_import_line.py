from odoo import Command, fields, models
from odoo.tools import format_list

from ..const import SCORE_DIGITS, VALUE_DIGITS
from ..tools import targets
from ..tools.decimals import to_decimal

#: How many rows are named before the rest is only counted.
_MOST_NAMES = 10


class PerfSuperiorIndicatorImportLine(models.TransientModel):
    """A row of the table of superior indicators, as it was understood."""

    _name = "perf.superior.indicator.import.line"
    _description = "Row of Superior Indicators"

    import_id = fields.Many2one(
        comodel_name="perf.superior.indicator.import", string="Import of the Row", required=True, ondelete="cascade"
    )
    include = fields.Boolean(string="Import", default=True)
    row_number = fields.Integer(string="Row", readonly=True)
    code = fields.Char(string="No.")
    name = fields.Char(help="Needed before the row is imported.")
    requirement = fields.Text()
    uom = fields.Char(string="Unit of Measure")
    level = fields.Selection(
        selection=[("region", "Region"), ("city", "City")], string="Source Level", required=True, default="city"
    )
    full_score = fields.Float(string="Full Points", digits=SCORE_DIGITS)
    target = fields.Float(digits=VALUE_DIGITS)
    quarters = fields.Char(string="Q1 / Q2 / Q3 / Q4", help="Left empty, the target is split evenly.")
    lead_text = fields.Char(string="Lead Unit in the File", readonly=True, help="A name that no unit is known by.")
    lead_unit_id = fields.Many2one(comodel_name="hr.department")
    assist_unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_superior_import_line_assist_rel",
        string="Assisting Units",
    )
    deadline = fields.Date()
    notices = fields.Char(readonly=True)

    # === CRUD METHODS === #

    def write(self, vals):
        """Give the rows whose lead unit is written in the same way the unit that a person chose for one of them."""
        result = super().write(vals)
        texts = set(self.filtered("lead_text").mapped("lead_text")) if vals.get("lead_unit_id") else ()
        same = self.import_id.line_ids.filtered(lambda line: line.lead_text in texts and not line.lead_unit_id)
        if same:
            same.lead_unit_id = vals["lead_unit_id"]
        return result

    # === BUSINESS METHODS === #

    def _remember_leads(self):
        """Keep which units the names mean that nobody knew, for the next table in which they stand."""
        for company, lines in self.grouped(lambda line: line.import_id.cycle_id.company_id).items():
            told = [
                {"text": line.lead_text, "department_ids": [Command.set(line.lead_unit_id.ids)]}
                for line in lines
                if line.lead_text and line.lead_unit_id
            ]
            self.env["perf.import.memory"]._remember("unit", company, told)

    def _row_numbers(self):
        """Return the numbers of the rows in the file; of many, the first ones and how many more there are."""
        numbers = [str(line.row_number) for line in self[:_MOST_NAMES]]
        if len(self) > _MOST_NAMES:
            numbers.append(self.env._("%s more", len(self) - _MOST_NAMES))
        return format_list(self.env, numbers)

    def _prepare_indicator_values(self):
        """Return the values of the superior indicator.

        Quarters that do not fit the target in the one mode are taken for the other where they fit that.
        """
        self.ensure_one()
        values = {
            "cycle_id": self.import_id.cycle_id.id,
            "sequence": self.row_number,
            "code": self.code,
            "name": self.name,
            "requirement": self.requirement,
            "uom": self.uom,
            "level": self.level,
            "full_score": self.full_score,
            "target": self.target,
            "lead_unit_id": self.lead_unit_id.id,
            "assist_unit_ids": [Command.set((self.assist_unit_ids - self.lead_unit_id).ids)],
            "deadline": self.deadline,
        }
        given = [to_decimal(text) for text in (self.quarters or "").split("/") if text.strip()]
        if len(given) == 4:
            fitting = [
                mode
                for mode in (targets.PERIOD, targets.CUMULATIVE)
                if not targets.split_problem(self.target, mode, given)
            ]
            values["target_mode"] = fitting[0] if fitting else targets.PERIOD
            values.update({f"target_q{number}": float(value) for number, value in enumerate(given, 1)})
        return values
