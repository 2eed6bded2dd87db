from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import OrderedSet, format_list

from ..tools import superior_table


class PerfSuperiorIndicatorImport(models.TransientModel):
    """Read a table of superior indicators, show what was understood, and create them in one transaction."""

    _name = "perf.superior.indicator.import"
    _description = "Import of Superior Indicators"
    _inherit = ["perf.table.mixin"]
    _transient_max_hours = 24.0

    cycle_id = fields.Many2one(
        comodel_name="perf.cycle",
        required=True,
        domain="[('state', 'in', ('draft', 'open'))]",
        default=lambda self: self.env["perf.cycle"].search([("state", "in", ("open", "draft"))], limit=1),
    )
    line_ids = fields.One2many(
        comodel_name="perf.superior.indicator.import.line",
        inverse_name="import_id",
        string="Rows",
    )

    # === COMPUTE METHODS === #

    @api.depends("filename")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = wizard.filename or self.env._("Import Superior Indicators")

    # === ACTION METHODS === #

    def action_read(self):
        """Read the file and show its rows.

        Note: self.ensure_one()

        :raise UserError: if there is no file, or it is no table with a column of names
        """
        self.ensure_one()
        parsed = self._read_file()
        rows = [row for sheet in parsed.sheets[:1] for row in superior_table.read_rows(sheet.rows)]
        if not rows:
            raise UserError(
                self.env._("No row could be read. The table needs a header with a column “%s”.", self.env._("Name"))
            )
        self.line_ids = [Command.clear(), *map(Command.create, self._prepare_lines(rows))]

    def action_import(self):
        """Create the superior indicators of all ticked rows, all or none.

        Note: self.ensure_one()

        :return: an action that lists them
        :raise UserError: if nothing is ticked, or what is ticked has no name or a number that is taken
        """
        self.ensure_one()
        lines = self.line_ids.filtered("include")
        if not lines:
            raise UserError(self.env._("Tick at least one row to import."))
        if nameless := lines.filtered(lambda line: not (line.name or "").strip()):
            raise UserError(self.env._("Give every ticked row a name first: row %s.", nameless._row_numbers()))
        if twice := self._there_already(lines):
            raise UserError(self.env._("Untick what is there already, by its number: row %s.", twice._row_numbers()))
        made = self.env["perf.superior.indicator"].create([line._prepare_indicator_values() for line in lines])
        lines._remember_leads()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_superior_indicator_action")
        action.update(domain=[("id", "in", made.ids)], context={})
        return action

    # === BUSINESS METHODS === #

    def _prepare_lines(self, rows):
        """Return the values of the preview's rows.

        :param list rows: ``superior_table.SuperiorRow``
        """
        names = self.env["perf.import.memory"]._unit_names(self.cycle_id.company_id, units_only=True)
        indicators = self.env["perf.superior.indicator"].search([("cycle_id", "=", self.cycle_id.id)])
        known = {(indicator.level, indicator.code or "", indicator.name) for indicator in indicators}
        codes = {(indicator.level, indicator.code) for indicator in indicators if indicator.code}
        values = []
        for row in rows:
            leads, assists = names.of(row.lead_unit), names.of(row.assist_units)
            lead = leads[0].ids[:1] if leads else ()
            helping = OrderedSet(one for name in (*leads, *assists) for one in name.ids) - set(lead)
            twice = (row.level, row.code, row.name) in known or (bool(row.code) and (row.level, row.code) in codes)
            codes.add((row.level, row.code))
            values.append(
                {
                    "row_number": row.number,
                    "include": bool(row.name) and not twice,
                    "code": row.code,
                    "name": row.name,
                    "requirement": row.requirement,
                    "uom": row.uom,
                    "level": row.level,
                    "full_score": float(row.full_score),
                    "target": float(row.target),
                    "quarters": " / ".join(map(str, row.quarters)),
                    "lead_text": leads[0].text if len(leads) == 1 and not lead else False,
                    "lead_unit_id": lead[0] if lead else False,
                    "assist_unit_ids": [Command.set(list(helping))],
                    "deadline": row.deadline,
                    "notices": self._notices(row, leads, assists, twice),
                },
            )
        return values

    def _there_already(self, lines):
        """Return the rows whose number another row or an indicator of the cycle has at the same level."""
        indicators = self.env["perf.superior.indicator"].search([("cycle_id", "=", self.cycle_id.id)])
        taken = {(indicator.level, indicator.code) for indicator in indicators}
        twice = lines.browse()
        for line in lines.filtered("code"):
            if (line.level, line.code) in taken:
                twice += line
            taken.add((line.level, line.code))
        return twice

    def _notices(self, row, leads, assists, twice):
        """Return what has to be said about a row, as one text.

        :param row: ``superior_table.SuperiorRow``
        :param list leads: the names of its lead units, as ``unit_names.Name``; `assists` those that assist
        :param bool twice: it is there already
        """
        labels = self.env["perf.superior.indicator"].fields_get(attributes=["string"])
        said = [] if row.name else [self.env._("It has no name: give it one to import it.")]
        if row.problems:
            names = [labels[column]["string"] for column in row.problems]
            said.append(self.env._("Not one clear value: %s.", format_list(self.env, names)))
        if strangers := [self._stranger(name) for name in (*leads, *assists) if not name.ids]:
            said.append(self.env._("No unit is called %s.", format_list(self.env, strangers)))
        if len(leads) > 1:
            said.append(self.env._("Several lead units are named: the first leads, the others assist."))
        if twice:
            said.append(self.env._("It is there already, or its number is."))
        return " ".join(said)

    def _stranger(self, name):
        """Return a name that no unit bears, with the units that may be meant.

        :param name: ``unit_names.Name``
        """
        near = self.env["hr.department"].browse(name.near).mapped("name")
        return self.env._("%(name)s (perhaps %(units)s)", name=name.text, units=", ".join(near)) if near else name.text
