from odoo import Command, api, fields, models

from ..tools import notation, notation_table, unit_names


class PerfIndicatorImport(models.TransientModel):
    """The names of units in a table: which departments they mean, asked where that is not sure, and remembered."""

    _inherit = "perf.indicator.import"

    name_ids = fields.One2many(
        comodel_name="perf.indicator.import.unit",
        inverse_name="import_id",
        string="Unit Names",
    )
    can_take_near = fields.Boolean(compute="_compute_can_take_near")
    stranded = fields.Char(string="Cannot Be Dispatched", compute="_compute_stranded")

    # === COMPUTE METHODS === #

    @api.depends("name_ids.can_take")
    def _compute_can_take_near(self):
        for wizard in self:
            wizard.can_take_near = any(wizard.name_ids.mapped("can_take"))

    @api.depends("line_ids.include", "line_ids.scope", "line_ids.unit_ids", "line_ids.full_score", "name_ids.state")
    def _compute_stranded(self):
        for wizard in self:
            lines = wizard.line_ids.filtered(
                lambda line: line.include and line.full_score and line.scope == "specific" and not line.unit_ids,
            )
            points = notation_table.points_total([line._table_row() for line in lines])
            sentence = self.env._(
                "%(rows)s rows with %(points)s points name no unit that is known: they could not be dispatched. Say "
                "under Unit Names which units are meant.",
                rows=len(lines),
                points=notation.show(points),
            )
            wizard.stranded = sentence if lines else False

    # === ACTION METHODS === #

    def action_take_near(self):
        """Take every unit that a name is like, where it is like one alone.

        Note: self.ensure_one()
        """
        self.ensure_one()
        self.name_ids.action_take()

    # === BUSINESS METHODS === #

    def _read_names(self):
        """Replace the names by those that the rows use, and give the rows the units that they mean."""
        self.name_ids.unlink()
        names = unit_names.Names(self._departments_by_name(), self._remembered_names())
        everybody = self._everybody()
        found, counts = {}, {}
        for line in self.line_ids:
            for text in dict.fromkeys(line._unit_texts()):
                for name in names.of(text):
                    key = unit_names.plain_name(name.text)
                    found.setdefault(key, name)
                    counts[key] = counts.get(key, 0) + 1
        self.env["perf.indicator.import.unit"].create(
            [
                {
                    "import_id": self.id,
                    "text": name.text,
                    "row_count": counts[key],
                    "department_ids": [Command.set(name.ids)],
                    "near_ids": [Command.set(name.near)],
                    "is_everybody": key in everybody,
                }
                for key, name in found.items()
                if key
            ],
        )
        self._apply_names()

    def _apply_names(self):
        """Give the rows the units that their names mean as they stand now."""
        for wizard in self:
            names = unit_names.Names({}, {name.text: tuple(name.department_ids.ids) for name in wizard.name_ids})
            everybody = {unit_names.plain_name(name.text) for name in wizard.name_ids if name.is_everybody}
            same = wizard.line_ids.grouped(lambda line: (line.appraised or "", line.lead_text or ""))
            for (appraised, lead), lines in same.items():
                lines.write(_prepare_units(names, everybody, appraised, lead))

    def _everybody(self):
        """Return the names, in plain signs, that mean all units: as remembered, and the scheme's only category."""
        remembered = self.env["perf.import.memory"]._recall("unit", self.company_id or self.env.company)
        texts = [memory.text for memory in remembered.values() if memory.is_everybody]
        categories = self.scheme_id.category_ids
        return {
            unit_names.plain_name(text) for text in texts + (categories.mapped("name") if len(categories) == 1 else [])
        }

    def _remember_names(self):
        """Keep which units the names mean that no department bears."""
        names = unit_names.Names(self._departments_by_name())
        told = self.name_ids.filtered(
            lambda name: (
                name.is_everybody or (name.department_ids and names.find(name.text).ids != name.department_ids._ids)
            ),
        )
        self.env["perf.import.memory"]._remember(
            "unit",
            self.company_id or self.env.company,
            [
                {
                    "text": name.text,
                    "department_ids": [Command.set(name.department_ids.ids)],
                    "is_everybody": name.is_everybody,
                }
                for name in told
            ],
        )


def _prepare_units(names, everybody, appraised, lead):
    """Return the units that rows are for and that score them, and which of their names are not known.

    :param names: ``unit_names.Names``
    :param set everybody: names in plain signs that mean all units
    :param str appraised: whom the rows are for, as written; `lead` likewise who scores them
    """
    common = notation_table.read_appraised(appraised)[1]
    appraised_names = [] if common else names.of(appraised)
    all_units = any(unit_names.plain_name(name.text) in everybody for name in appraised_names)
    lead_names = names.of(lead)
    unknown = [name.text for name in appraised_names if not name.ids and not all_units]
    return {
        "unit_ids": [Command.set([] if all_units else [one for name in appraised_names for one in name.ids])],
        "lead_unit_ids": [Command.set([one for name in lead_names for one in name.ids])],
        "scope": "common" if common or all_units else "specific",
        "unknown_units": unknown,
        "unknown_leads": [name.text for name in lead_names if not name.ids],
    }
