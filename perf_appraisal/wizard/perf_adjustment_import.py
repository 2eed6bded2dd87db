import base64
import io
import re

import xlsxwriter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..models.abstract.notices import notice
from ..tools import register_table, scoring
from ..tools.notation_base import normalise

#: What all rows have in common, unless a row says otherwise.
_COMMON = ("rule_id", "matter", "date", "doc_no")


def _plain(name):
    """Return a name of a rule without spaces, case and punctuation."""
    return re.sub(r"[\W_]+", "", normalise(name or "")).lower()


class PerfAdjustmentImport(models.TransientModel):
    """Enter bonuses or deductions of many units at once, in one grid or from a table."""

    _name = "perf.adjustment.import"
    _description = "Register Entries of Many Units"
    _inherit = ["perf.table.mixin"]
    _transient_max_hours = 24.0

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        domain="[('indicator_id.is_register', '=', True), ('indicator_id.active', '=', True),"
        " ('indicator_id.kind', '=', 'unit'), ('kind', 'in', ('bonus', 'deduction')),"
        " ('indicator_id.company_id', '=', company_id), ('i_report', '=', True),"
        " '|', ('indicator_id.scheme_id.cycle_ids', '=', False),"
        " ('indicator_id.scheme_id.cycle_ids.state', '=', 'open')]",
        help="For all rows that name no rule of their own.",
    )
    matter = fields.Char(help="For all rows that name no matter of their own.")
    date = fields.Date(required=True, default=lambda self: self.env.company._perf_today())
    doc_no = fields.Char(string="Document Number")
    doc_issuer = fields.Char(string="Issuer")
    doc_level = fields.Selection(
        selection=lambda self: self.env["perf.adjustment"]._fields["doc_level"]._description_selection(self.env),
        string="Level of the Issuer",
    )
    evidence_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="perf_adjustment_import_evidence_rel",
        bypass_search_access=True,
        help="Each entry gets a copy.",
    )
    category_id = fields.Many2one("perf.category", domain="[('kind', '=', 'unit')]")
    line_ids = fields.One2many("perf.adjustment.import.line", "import_id", string="Rows")
    template = fields.Binary(compute="_compute_template")

    # === COMPUTE METHODS === #

    @api.depends("date")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Enter for Many Units")

    @api.depends_context("lang")
    def _compute_template(self):
        for wizard in self:
            wizard.template = base64.b64encode(wizard._template_content())

    # === ACTION METHODS === #

    def action_add_category(self):
        """Add a row for each unit of the category that takes part and has none yet.

        Note: self.ensure_one()

        :raise UserError: without a category
        """
        self.ensure_one()
        if not self.category_id:
            raise UserError(self.env._("Choose a category first."))
        taking_part = Domain("cycle_id.state", "=", "open") & Domain("status", "!=", "excluded")
        of_category = Domain("kind", "=", "unit") & Domain("category_id", "=", self.category_id.id)
        units = self.env["perf.appraisee"].sudo().search(taking_part & of_category).unit_id - self.line_ids.unit_id
        self.line_ids = [Command.create({"unit_id": unit.id}) for unit in units.sorted("name")]

    def action_read(self):
        """Read the file and add its rows: those of the first sheet that is such a table.

        Note: self.ensure_one()

        :return: a notification that names further sheets with rows, else nothing
        :raise UserError: if there is no file, or it is no table with a column of units
        """
        self.ensure_one()
        labels = self._column_labels()
        read = [(sheet.name, register_table.read_rows(sheet.rows, labels)) for sheet in self._read_file().sheets]
        tables = [(name, rows) for name, rows in read if rows]
        if not tables:
            raise UserError(
                self.env._("No row could be read. The table needs a header with a column “%s”.", labels["unit"])
            )
        names, rules = self._unit_names(), self._rules_by_name()
        self.line_ids = [Command.create(self._prepare_line(row, names, rules)) for row in tables[0][1]]
        self.file = False
        first, *others = [name for name, _rows in tables]
        if not others:
            return None
        message = self.env._(
            "Only the sheet “%(first)s” was read. Upload as files of their own: %(others)s.",
            first=first,
            others=format_list(self.env, others),
        )
        return notice(message, kind="warning", follow={"type": "ir.actions.client", "tag": "soft_reload"}, sticky=True)

    def action_download_template(self):
        """Download an empty table with the columns, and the names of units and of one's own rules to choose from.

        Note: self.ensure_one()

        :return: an action dictionary
        """
        self.ensure_one()
        url = f"/web/content/{self._name}/{self.id}/template/{self.env._('Register')}.xlsx?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def action_create(self):
        """Enter all rows that say what is needed, as drafts; the others stay, each with its reason.

        :return: an action that lists what was entered, or opens the rows that are left
        :raise UserError: when there is nothing to enter
        """
        return self._enter()

    def action_create_submitted(self):
        """Enter all rows that say what is needed, and submit them; the others stay, each with its reason.

        :return: an action that lists what was entered, or opens the rows that are left
        :raise UserError: when there is nothing to enter
        """
        return self._enter(submits=True)

    # === BUSINESS METHODS === #

    def _enter(self, submits=False):
        """Enter the rows; see :meth:`action_create`.

        :param bool submits: submit them at once
        """
        self.ensure_one()
        ready = self.line_ids.filtered(lambda line: not line.problem)
        if not ready:
            raise UserError(self.env._("No row can be entered yet. Each says what is missing."))
        adjustments = self.env["perf.adjustment"].create([line._prepare_adjustment_values() for line in ready])
        adjustments._copy_evidence(self.evidence_ids)
        if submits:
            adjustments.action_submit()
        self._remember_names(ready)
        ready.unlink()
        message = self.env._("%s entries made.", len(adjustments))
        if not self.line_ids:
            action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_adjustment_action_made")
            action["domain"] = [("id", "in", adjustments.ids)]
            return notice(message, follow=action)
        left = self.env._("%(made)s %(left)s rows are left, each says why.", made=message, left=len(self.line_ids))
        return notice(left, kind="warning", follow={"type": "ir.actions.client", "tag": "soft_reload"}, sticky=True)

    def _common_values(self):
        """Return what all rows have in common."""
        return {name: self[name].id if name == "rule_id" else self[name] for name in _COMMON}

    def _unit_names(self):
        """Return the names of the company's units, with what was chosen for names of tables before."""
        return self.env["perf.import.memory"].sudo()._unit_names(self.company_id or self.env.company, units_only=True)

    def _rules_by_name(self):
        """Return the ids of rules, in their order, by their names with and without the item's, in plain signs."""
        rules = self.env["perf.indicator.rule"].search(
            [
                ("indicator_id.active", "=", True),
                ("indicator_id.is_register", "=", True),
                ("indicator_id.kind", "=", "unit"),
                ("indicator_id.company_id", "=", self.company_id.id),
                ("kind", "in", ("bonus", "deduction")),
            ]
        )
        found = {}
        for rule in rules:
            for name in set(map(_plain, (rule.name, rule._whole_name(), rule.indicator_id.name))):
                found.setdefault(name, []).append(rule.id)
        return found

    def _prepare_line(self, row, names, rules):
        """Return the values of a row of the grid.

        :param row: ``register_table.RegisterRow``
        :param names: ``unit_names.Names``
        :param dict rules: ``{name in plain signs: ids}``
        """
        name = names.find(row.unit)
        near = self.env["hr.department"].browse(name.near)
        named = self.env["perf.indicator.rule"].browse(rules.get(_plain(row.rule), ()))
        day = row.date or self.date
        named = (day and named._of_year(day)) or named
        rule = named if row.rule else self.rule_id
        by_points = bool(row.points_text and not row.quantity_text)
        return {
            "row_number": row.number,
            "unit_text": row.unit,
            "unit_id": name.ids[0] if len(name.ids) == 1 else False,
            "near": ", ".join(near.mapped("name")),
            "rule_text": row.rule,
            "rule_id": named.id if len(named) == 1 else False,
            "rules_near": ", ".join(named.mapped("display_name")),
            "quantity_text": row.points_text if by_points else row.quantity_text,
            "quantity": float(self._how_often(row.points, rule) if by_points else row.quantity),
            "matter": row.matter,
            "date_text": row.date_text,
            "date": row.date,
            "doc_no": row.document,
        }

    def _how_often(self, points, rule):
        """Return the quantity for which a rule gives or takes so many points; 0 where that cannot be told.

        :param points: decimal
        :param rule: ``perf.indicator.rule`` recordset
        """
        if len(rule) != 1:
            return 0
        each = scoring.claim_points(1, *(scoring.to_decimal(rule[name]) for name in ("points", "multiplier")))
        return points / each if each else 0

    def _remember_names(self, lines):
        """Keep which units the names of the table mean, where somebody of the office has chosen them.

        :param lines: rows that were entered
        """
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            return
        names = self._unit_names()
        chosen = lines.filtered(lambda line: line.unit_text and names.find(line.unit_text).ids != line.unit_id._ids)
        self.env["perf.import.memory"]._remember(
            "unit",
            self.company_id,
            [{"text": line.unit_text, "department_ids": [Command.set(line.unit_id.ids)]} for line in chosen],
        )

    # === HELPERS - TEMPLATE === #

    def _column_labels(self):
        """Return the names of the columns in the user's language."""
        return {
            "unit": self.env._("Unit"),
            "rule": self.env._("Rule"),
            "quantity": self.env._("Quantity"),
            "matter": self.env._("Matter"),
            "date": self.env._("Date"),
            "document": self.env._("Document Number"),
        }

    def _template_content(self):
        """Return an empty table as a workbook: units and rules are chosen from lists."""
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
        sheet, lists = book.add_worksheet(self.env._("Register")), book.add_worksheet(self.env._("Names"))
        labels = self._column_labels()
        sheet.write_row(0, 0, labels.values(), book.add_format({"bold": True, "border": 1, "bg_color": "#E9ECEF"}))
        sheet.set_column(0, len(labels) - 1, 22)
        units = self.env["hr.department"].search(
            [("perf_is_unit", "=", True), ("company_id", "in", (False, self.company_id.id))]
        )
        rules = self.env["perf.indicator.rule"].browse(sorted(set().union(*self._rules_by_name().values())))
        offered = [rule._whole_name() for rule in rules.filtered("i_report")]
        for column, names in enumerate((units.mapped("name"), offered)):
            lists.write_column(0, column, names)
            if names:
                letter = "AB"[column]
                source = f"='{lists.name}'!${letter}$1:${letter}${len(names)}"
                options = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(1, column, 500, column, options)
        book.close()
        return buffer.getvalue()
