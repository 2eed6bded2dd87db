from collections import Counter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..const import PERIOD_KINDS
from ..tools import notation_table
from ..tools.notation_notices import Notice
from .import_notices import ROW_KINDS

#: Fields by which a form saves rows and what they mean.
_LINES = frozenset({"line_ids", "unread_line_ids", "check_line_ids", "differing_line_ids", "name_ids"})


class PerfIndicatorImport(models.TransientModel):
    """Read a real indicator table, show row by row what was understood, and create it in one transaction."""

    _name = "perf.indicator.import"
    _description = "Indicator Import"
    _inherit = ["perf.table.mixin"]
    _transient_max_hours = 24.0

    state = fields.Selection(
        selection=[("upload", "Upload"), ("preview", "Check"), ("done", "Imported")],
        required=True,
        default="upload",
        readonly=True,
    )
    scheme_id = fields.Many2one(
        comodel_name="perf.scheme",
        required=True,
        help="The scheme whose indicator table this becomes.",
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    kind = fields.Selection(related="scheme_id.kind")
    frequency = fields.Selection(
        selection=PERIOD_KINDS,
        required=True,
        compute="_compute_frequency",
        store=True,
        readonly=False,
        precompute=True,
        help="The kind of period whose sheets hold these indicators. It can be changed row by row.",
    )

    # The file
    encoding = fields.Char(readonly=True)
    sheet_names = fields.Char(string="Sheets in the File", readonly=True)
    sheet_name = fields.Char(string="Worksheet", help="The sheet to read. Change it and read again.")
    header_row = fields.Integer(help="The row with the names of the columns. Change it and read again.")
    column_ids = fields.One2many(
        comodel_name="perf.indicator.import.column",
        inverse_name="import_id",
        string="Columns",
    )
    file_rows = fields.Json(readonly=True)
    hidden_parts = fields.Char(string="Hidden in the File", readonly=True)

    # What was read
    line_ids = fields.One2many(comodel_name="perf.indicator.import.line", inverse_name="import_id", string="Rows")
    unread_line_ids = fields.One2many(
        comodel_name="perf.indicator.import.line",
        inverse_name="import_id",
        string="Rows to Decide",
        domain=[("todo", "=", "unread")],
    )
    check_line_ids = fields.One2many(
        comodel_name="perf.indicator.import.line",
        inverse_name="import_id",
        string="Rows to Check",
        domain=[("todo", "=", "check")],
    )
    differing_line_ids = fields.One2many(
        comodel_name="perf.indicator.import.line",
        inverse_name="import_id",
        string="Rows That Differ",
        domain=[("todo", "=", "differs")],
    )
    missing_columns = fields.Char(compute="_compute_missing_columns")
    totals = fields.Html(string="Totals per Section", compute="_compute_totals", sanitize=False)
    overview = fields.Char(compute="_compute_overview")
    row_overview = fields.Char(string="Rows of the File", compute="_compute_row_overview")
    other_rows = fields.Html(string="Rows That Are No Indicators", compute="_compute_row_overview", sanitize=False)

    # === COMPUTE METHODS === #

    @api.depends("filename")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = wizard.filename or self.env._("Indicator Import")

    @api.depends("scheme_id")
    def _compute_frequency(self):
        for wizard in self:
            wizard.frequency = "month" if wizard.scheme_id.kind == "employee" else "quarter"

    @api.depends("column_ids.meaning")
    def _compute_missing_columns(self):
        for wizard in self:
            wizard.missing_columns = wizard._missing_columns() if wizard.column_ids else False

    @api.depends("scheme_id", "line_ids.include", "line_ids.full_score", "line_ids.section", "line_ids.inside_above")
    def _compute_totals(self):
        for wizard in self:
            values = wizard._prepare_totals()
            wizard.totals = self.env["ir.qweb"]._render("perf_appraisal.perf_indicator_import_totals", values)

    @api.depends("line_ids.status")
    def _compute_overview(self):
        labels = self.env["perf.indicator.import.line"]._fields["status"]._description_selection(self.env)
        for wizard in self:
            counts = Counter(wizard.line_ids.mapped("status"))
            wizard.overview = " · ".join(f"{label}: {counts[status]}" for status, label in labels if counts[status])

    @api.depends("file_rows")
    def _compute_row_overview(self):
        labels = {kind: self.env._(label) for kind, label in ROW_KINDS.items()}  # pylint: disable=unknown-option-value,gettext-variable
        for wizard in self:
            rows = wizard.file_rows or []
            counts = Counter(kind for _number, kind, _text in rows)
            wizard.row_overview = " · ".join(f"{labels[kind]}: {counts[kind]}" for kind in labels if counts[kind])
            others = [(number, labels[kind], text) for number, kind, text in rows if kind not in ("row", "more")]
            values = {"rows": others}
            wizard.other_rows = self.env["ir.qweb"]._render("perf_appraisal.perf_indicator_import_rows", values)

    # === ONCHANGE METHODS === #

    @api.onchange("unread_line_ids", "check_line_ids")
    def _onchange_lines(self):
        """Correct equal cells at once as one of them was corrected."""
        for lines in (self.unread_line_ids, self.check_line_ids):
            lines._correct_equal({line: (line._origin.rule_text, line._origin.method) for line in lines})

    # === CRUD METHODS === #

    def write(self, vals):
        """Correct equal cells as one of them was corrected, and group the rows anew by what there is to do."""
        if vals.keys().isdisjoint(_LINES):
            return super().write(vals)
        before = self.line_ids._readings()
        result = super().write(vals)
        self.line_ids._correct_equal(before)
        self._group_lines()
        return result

    # === ACTION METHODS === #

    def action_read(self):
        """Read the uploaded file: find the header, the columns and the rows.

        Note: self.ensure_one()

        :raise UserError: if there is no file, or it is no table; nothing that was entered is lost
        """
        self.ensure_one()
        if self.state == "done":
            raise UserError(self.env._("This file was imported. Start a new import for another one."))
        parsed = self._read_file()
        place, header = notation_table.find_header([sheet.rows for sheet in parsed.sheets])
        sheet = parsed.sheets[place]
        self.write(
            {
                "state": "preview",
                "encoding": parsed.encoding,
                "sheet_names": format_list(self.env, [sheet.name for sheet in parsed.sheets]),
                "sheet_name": sheet.name,
                "header_row": header + 1,
                "column_ids": [Command.clear(), *map(Command.create, self._prepare_columns(sheet, header))],
            },
        )
        self._read_rows(sheet)

    def action_read_rows(self):
        """Read the rows again with the sheet, header row and columns as they are set now.

        Corrections made to the rows so far are replaced by what the file says.

        Note: self.ensure_one()

        :raise UserError: if the sheet or the header row is not in the file, or a needed column is not set; where the
            header is another one now, its columns are shown instead, to be chosen
        """
        self.ensure_one()
        if self.state != "preview":
            raise UserError(self.env._("Read the file first."))
        sheet = self._chosen_sheet(self._read_file())
        header = notation_table.header_of(sheet.rows, self.header_row - 1)
        if header != self.column_ids.sorted("position").mapped(lambda column: column.header or ""):
            columns = self._prepare_columns(sheet, self.header_row - 1)
            self.column_ids = [Command.clear(), *map(Command.create, columns)]
        elif missing := self._missing_columns():
            raise UserError(self.env._("Choose first which columns hold: %s. Then read the rows again.", missing))
        self._read_rows(sheet)

    def action_back(self):
        """Go back to choosing a file.

        Note: self.ensure_one()
        """
        self.ensure_one()
        if self.state == "preview":
            cleared = dict.fromkeys(("line_ids", "column_ids", "name_ids"), [Command.clear()])
            self.write({"state": "upload", "file_rows": False, "hidden_parts": False, **cleared})

    # === BUSINESS METHODS - READ === #

    def _chosen_sheet(self, parsed):
        """Return the sheet that the user names.

        :raise UserError: if there is no such sheet or header row
        """
        sheet = next((sheet for sheet in parsed.sheets if sheet.name == (self.sheet_name or "").strip()), None)
        if not sheet:
            raise UserError(
                self.env._(
                    "The file has no sheet “%(name)s”. Its sheets: %(names)s.",
                    name=self.sheet_name or "",
                    names=self.sheet_names,
                ),
            )
        if not 1 <= self.header_row <= len(sheet.rows):
            raise UserError(self.env._("The header row must be between 1 and %s.", len(sheet.rows)))
        return sheet

    def _prepare_columns(self, sheet, header):
        """Return the values of the columns, with what each was taken for."""
        texts = notation_table.header_of(sheet.rows, header)
        meanings = {index: column for column, index in notation_table.match_columns(texts).items()}
        return [
            {
                "position": index + 1,
                "header": text,
                "sample": next((row[index] for row in sheet.rows[header + 1 :] if row[index]), ""),
                "meaning": meanings.get(index, False),
                "is_hidden": index in sheet.hidden_columns,
            }
            for index, text in enumerate(texts)
        ]

    def _missing_columns(self):
        """Return the labels of the columns without which no row can be read."""
        self.ensure_one()
        labels = dict(self.column_ids._fields["meaning"]._description_selection(self.env))
        missing = notation_table.missing_columns(self.column_ids.mapped("meaning"))
        return format_list(self.env, [labels[column] for column in missing])

    def _read_rows(self, sheet):
        """Replace the rows by those of the sheet, if the needed columns are known."""
        self.line_ids.unlink()
        self.name_ids.unlink()
        if self._missing_columns():
            return
        index_of = {column.meaning: column.position - 1 for column in self.column_ids if column.meaning}
        table = notation_table.read_table(sheet.rows, self.header_row, index_of, sheet.spans)
        parted = notation_table.header_of(sheet.rows, self.header_row - 1) != list(sheet.rows[self.header_row - 1])
        above = notation_table.rows_above(sheet.rows, self.header_row, parted)
        self.write(self._prepare_file(sheet, [*above, *table]))
        self.env["perf.indicator.import.line"]._create_from(
            self, [row for row in table if row.kind in ("row", "total")]
        )
        self._read_names()
        left_out = self.line_ids.filtered(
            lambda line: line.existing_id or notation_table.is_total_row(line.name, line.rule_text or ""),
        )
        left_out.include = False
        self._group_lines()

    def _group_lines(self):
        """Group the rows by what there is to do with each as it stands now."""
        for status, lines in self.line_ids.grouped("status").items():
            lines.filtered(lambda line, status=status: line.todo != status).todo = status

    def _prepare_file(self, sheet, table):
        """Return what is kept of the sheet beside its indicators: what each of its rows is, and what it hides."""
        rows = [
            (
                number,
                row.kind if number == row.numbers[0] else "more",
                " ".join(filter(None, sheet.rows[number - 1]))[:200],
            )
            for row in table
            for number in row.numbers
        ]
        hidden = [str(number) for number, _kind, _text in rows if number in sheet.hidden_rows]
        columns = [column.header or str(column.position) for column in self.column_ids if column.is_hidden]
        parts = [
            self.env._("rows %s", format_list(self.env, hidden)) if hidden else "",
            self.env._("columns %s", format_list(self.env, columns)) if columns else "",
        ]
        for row in table:
            if not sheet.hidden_rows.isdisjoint(row.numbers):
                row.notices.append(Notice.of("hidden_row"))
        return {"file_rows": rows, "hidden_parts": "; ".join(filter(None, parts)) or False}
