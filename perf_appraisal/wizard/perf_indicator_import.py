import re
from collections import Counter, defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..const import PERIOD_KINDS
from ..models.abstract.notices import notice
from ..tools import notation, notation_table
from ..tools.scoring import to_decimal
from .perf_indicator_import_line import NOTE_SEPARATOR


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

    # What was read
    line_ids = fields.One2many(comodel_name="perf.indicator.import.line", inverse_name="import_id", string="Rows")
    missing_columns = fields.Char(compute="_compute_missing_columns")
    totals = fields.Html(string="Totals per Section", compute="_compute_totals", sanitize=False)
    overview = fields.Char(compute="_compute_overview")

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

        :raise UserError: if the sheet or the header row is not in the file, or a needed column is not set
        """
        self.ensure_one()
        if self.state != "preview":
            raise UserError(self.env._("Read the file first."))
        sheet = self._chosen_sheet(self._read_file())
        header = sheet.rows[self.header_row - 1]
        if header != self.column_ids.sorted("position").mapped(lambda column: column.header or ""):
            columns = self._prepare_columns(sheet, self.header_row - 1)
            self.column_ids = [Command.clear(), *map(Command.create, columns)]
        missing = self._missing_columns()
        if missing:
            raise UserError(self.env._("Choose first which columns hold: %s. Then read the rows again.", missing))
        self._read_rows(sheet)

    def action_back(self):
        """Go back to choosing a file.

        Note: self.ensure_one()
        """
        self.ensure_one()
        if self.state == "preview":
            self.write({"state": "upload", "line_ids": [Command.clear()], "column_ids": [Command.clear()]})

    def action_import(self):
        """Create sections and indicators of all ticked rows, all or none.

        Note: self.ensure_one()

        :return: an action that says how many were made and opens the scheme's table
        :raise UserError: if nothing is ticked, or the import was made already
        """
        self.ensure_one()
        self.lock_for_update()
        if self.state != "preview":
            raise UserError(self.env._("This import was made already. Start a new one."))
        lines = self.line_ids.filtered("include").sorted("row_number")
        if not lines:
            raise UserError(self.env._("Tick at least one row to import."))
        with self.env.cr.savepoint():  # all or none, whoever calls and catches
            indicators = self._create_indicators(lines)
        self.state = "done"
        message = self.env._(
            "%(made)s indicators made from %(rows)s rows; %(left)s rows left out.",
            made=len(indicators),
            rows=len(lines),
            left=len(self.line_ids) - len(lines),
        )
        return notice(message, follow=self.scheme_id.action_view_indicators())

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
        meanings = {index: column for column, index in notation_table.match_columns(sheet.rows[header]).items()}
        return [
            {
                "position": index + 1,
                "header": text,
                "sample": next((row[index] for row in sheet.rows[header + 1 :] if row[index]), ""),
                "meaning": meanings.get(index, False),
            }
            for index, text in enumerate(sheet.rows[header])
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
        if self._missing_columns():
            return
        index_of = {column.meaning: column.position - 1 for column in self.column_ids if column.meaning}
        table = notation_table.read_table(sheet.rows, self.header_row, index_of)
        rows = [row for row in table if row.kind in ("row", "total")]
        lines = self.env["perf.indicator.import.line"].create(self._prepare_lines(rows))
        left_out = lines.filtered(
            lambda line: line.existing_id or notation_table.is_total_row(line.name, line.rule_text or ""),
        )
        left_out.include = False

    def _prepare_lines(self, rows):
        """Return the values of the preview's rows."""
        units = self._units_by_name()
        values = []
        for table_row in rows:
            number, row = table_row.numbers[0], table_row.cells
            full = notation.read_points(row["full_points"])
            leads = re.split("[、,，;；]", row.get("lead_unit", ""))
            lead_ids = [units[name] for text in leads if (name := notation.normalise(text)) in units]
            values.append(
                {
                    "import_id": self.id,
                    "row_number": number,
                    "section": row["section"],
                    "code": row.get("code", ""),
                    "name": row["name"] or row.get("condition") or f"#{number}",
                    "full_text": row["full_points"],
                    "reading_notices": [[notice.code, dict(notice.args)] for notice in table_row.notices],
                    "full_score": float(full or 0),
                    "rule_kind": row.get("rule_kind", ""),
                    "rule_text": row["rule_value"],
                    "condition": row.get("condition", ""),
                    "note": row.get("note", ""),
                    "appraised": row["appraised"],
                    "unit_id": units.get(notation_table.read_appraised(row["appraised"])[0]),
                    "lead_unit_ids": [Command.set(lead_ids)],
                    "frequency": self.frequency,
                    "include": True,
                },
            )
        return values

    def _units_by_name(self):
        """Return the ids of the company's departments by their names; names borne by two are no key."""
        groups = self.env["hr.department"]._read_group(
            [("company_id", "in", (False, self.company_id.id))],
            ["name"],
            ["id:array_agg"],
        )
        return {notation.normalise(name): ids[0] for name, ids in groups if name and len(ids) == 1}

    # === BUSINESS METHODS - CHECK === #

    def _counted_lines(self):
        """Return the rows that make up the table: those to import and those already there, in the file's order."""
        return self.line_ids.filtered(lambda line: line.include or line.existing_id).sorted("row_number")

    def _check_table(self):
        """Return what does not fit over the whole table, each with its row number."""
        rows = [line._table_row() for line in self._counted_lines()]
        printed = [line._table_row() for line in self.line_ids.sorted("row_number")]
        return [
            *notation_table.check_table(rows, to_decimal(self.scheme_id.full_score)),
            *notation_table.check_totals(printed),
        ]

    def _existing_indicators(self):
        """Return the scheme's indicators by section, name or number, and unit.

        :return: ``{(section, unit, "name" or "code", text): indicator}``
        """
        existing = {}
        indicators = self.env["perf.indicator"].search([("scheme_id", "=", self.scheme_id.id)])
        for indicator in indicators if self.scheme_id else ():
            owners = {indicator.unit_id.name or ""}
            if indicator.scope == "specific" and indicator.note:
                owners.add(indicator.note.partition(NOTE_SEPARATOR)[0])
            for owner in owners:
                for column in ("name", "code"):
                    if indicator[column]:
                        existing[indicator.section_id.name, owner, column, indicator[column]] = indicator
        return existing

    def _above_lines(self, lines):
        """Return for each row that deducts inside the row above it that row, as far as there is one.

        :param lines: rows in the order of the file
        :return: ``{line: line above}``
        """
        rows = [line._table_row() for line in lines]
        above = {}
        for index, line in enumerate(lines):
            found = notation_table.above_of(rows, index) if line.inside_above else None
            if found is not None:
                above[line] = lines[found]
        return above

    def _prepare_totals(self):
        """Return what the totals show: per section and, where they differ, per unit."""
        rows = [line._table_row() for line in self._counted_lines()]
        common = [row for row in rows if notation_table.read_appraised(row.group)[1]]
        sections = []
        for section, members in _group_by(rows, lambda row: row.section).items():
            heading = notation_table.read_heading(section)
            groups = _group_by(members, lambda row: row.group)
            for group, part in groups.items():
                points = notation_table.points_total(part)
                sections.append(
                    {
                        "section": section,
                        "group": group if len(groups) > 1 else "",
                        "rows": len(part),
                        "points": notation.show(points),
                        "heading": "" if heading.total is None else notation.show(heading.total),
                        "fits": heading.total in (None, points),
                    },
                )
        return {
            "sections": sections,
            "common": notation.show(notation_table.points_total(common)),
            "full": notation.show(to_decimal(self.scheme_id.full_score)),
        }

    # === BUSINESS METHODS - CREATE === #

    def _create_indicators(self, lines):
        """Create the sections that are missing, and the indicators with their rules and levels.

        A row that deducts inside the row above it becomes deduction rules of that row's indicator.

        :param lines: the rows to import, in the order of the file
        :return: the new indicators
        """
        sections = self._create_sections(lines)
        above = self._above_lines(lines)
        inside = defaultdict(list)
        for line, upper in above.items():
            inside[upper].append(line)
        return self.env["perf.indicator"].create(
            [
                line._prepare_indicator_values(sections[line._section_name()], sequence * 10, inside[line])
                for sequence, line in enumerate(lines, 1)
                if line not in above
            ],
        )

    def _create_sections(self, lines):
        """Return the sections of the rows by name; those that are missing are made in the file's order."""
        Section = self.env["perf.indicator.section"]
        names = list(dict.fromkeys(line._section_name() for line in lines))
        company = self.company_id or self.env.company
        sections = Section.search([("name", "in", names), ("company_id", "=", company.id), ("parent_id", "=", False)])
        missing = [name for name in names if name not in set(sections.mapped("name"))]
        sections += Section.create(
            [{"name": name, "sequence": (names.index(name) + 1) * 10, "company_id": company.id} for name in missing],
        )
        return {section.name: section for section in sections}


def _group_by(rows, key):
    """Return the rows in lists, by key, in the order of first appearance."""
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
