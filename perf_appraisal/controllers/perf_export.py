import json

from odoo.http import request, route

from odoo.addons.web.controllers.export import CSVExport, ExcelExport, ExportXlsxWriter, GroupExportXlsxWriter
from odoo.addons.web.controllers.pivot import TableExporter


class _PlainTextMixin:
    """Write texts as texts: what was imported as ``=…`` must not come back as a formula."""

    def write(self, row, column, cell_value, style=None):
        """Write a cell, a text as nothing but a text."""
        if isinstance(cell_value, str) and cell_value:
            self.worksheet.write_string(row, column, cell_value, style)
        else:
            super().write(row, column, cell_value, style)


class PlainTextXlsxWriter(_PlainTextMixin, ExportXlsxWriter):
    """Core's list export, without formulas."""


class PlainTextGroupXlsxWriter(_PlainTextMixin, GroupExportXlsxWriter):
    """Core's grouped export, without formulas."""


class PerfExcelExport(ExcelExport):
    """Export the appraisal's models to XLSX with texts only; other models are left to the core."""

    def from_data(self, fields, columns_headers, rows):
        """Return the workbook of a list."""
        if not _exports_appraisal():
            return super().from_data(fields, columns_headers, rows)
        with PlainTextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for row_index, row in enumerate(rows, 1):
                for cell_index, cell_value in enumerate(row):
                    writer.write_cell(row_index, cell_index, cell_value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        """Return the workbook of a grouped list."""
        if not _exports_appraisal():
            return super().from_group_data(fields, columns_headers, groups)
        with PlainTextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for group_name, group in groups.children.items():
                row, column = writer.write_group(row, column, group_name, group)
        return writer.value


class PerfCsvExport(CSVExport):
    """Export the appraisal's models to CSV with ``@…`` guarded as core guards ``=…``, ``+…`` and ``-…``."""

    def from_data(self, fields, columns_headers, rows):
        """Return the text of a list."""
        if _exports_appraisal():
            rows = [[f"'{cell}" if isinstance(cell, str) and cell[:1] == "@" else cell for cell in row] for row in rows]
        return super().from_data(fields, columns_headers, rows)


class PerfPivotExport(TableExporter):
    """Export pivots of the appraisal's models without formulas in their headings."""

    @route()
    def export_xlsx(self, data, **kw):
        """Return the workbook of a pivot."""
        table = json.loads(data if isinstance(data, str) else data.read())
        if str(table.get("model", "")).startswith("perf."):
            table = _without_formulas(table)
        return super().export_xlsx(json.dumps(table), **kw)


def _without_formulas(value):
    """Return a pivot's data with every text that would become a formula guarded as in CSV."""
    if isinstance(value, dict):
        return {key: _without_formulas(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_formulas(item) for item in value]
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "{=")) else value


def _exports_appraisal():
    """Return whether the running export is of one of the appraisal's models."""
    return str(json.loads(request.params.get("data") or "{}").get("model", "")).startswith("perf.")
