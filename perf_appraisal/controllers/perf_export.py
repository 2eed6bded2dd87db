import json
from decimal import Decimal

from odoo.http import request, route

from odoo.addons.web.controllers.export import CSVExport, ExcelExport, ExportXlsxWriter, GroupExportXlsxWriter
from odoo.addons.web.controllers.pivot import TableExporter

from ..tools import formulas


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
    """Export what leads to the appraisal's models to XLSX with texts only; the rest is left to the core."""

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
    """Export what leads to the appraisal's models to CSV without formulas; the rest is left to the core."""

    def from_data(self, fields, columns_headers, rows):
        """Return the text of a list."""
        if _exports_appraisal():
            columns_headers = [formulas.guarded(header) for header in columns_headers]
            rows = [[_csv_cell(cell) for cell in row] for row in rows]
        return super().from_data(fields, columns_headers, rows)


class PerfPivotExport(TableExporter):
    """Export pivots without formulas in their headings: they do not say to whose models these lead."""

    @route()
    def export_xlsx(self, data, **kw):
        """Return the workbook of a pivot."""
        table = json.loads(data if isinstance(data, str) else data.read())
        return super().export_xlsx(json.dumps(_without_formulas(table)), **kw)


def _csv_cell(cell):
    """Return a cell of a CSV file, guarded; the core guards more, but numbers it leaves alone."""
    if not isinstance(cell, str):
        return cell
    text = formulas.guarded(cell)
    return Decimal(text) if text.startswith("-") else text


def _without_formulas(value):
    """Return a pivot's data with every text that would become a formula guarded as in CSV."""
    if isinstance(value, dict):
        return {key: _without_formulas(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_formulas(item) for item in value]
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "{=")) else value


def _exports_appraisal():
    """Return whether the running export shows anything of the appraisal."""
    params = json.loads(request.params.get("data") or "{}")
    grouped = [name.partition(":")[0].replace(".", "/") for name in params.get("groupby") or ()]
    paths = [*(field["name"] for field in params["fields"]), *grouped]
    return any(_leads_to_appraisal(params["model"], path) for path in paths)


def _leads_to_appraisal(model_name, path):
    """Return whether a path of fields shows anything of the appraisal, or of records that may be anybody's.

    :param str model_name: name of the model where it begins
    :param str path: names of fields, parted by slashes
    """
    model = request.env[model_name]
    for name in path.split("/"):
        field = model._fields.get(name)
        if _holds_appraisal(model) or (field and field._module == "perf_appraisal"):
            return True
        if not field or not field.comodel_name:
            return bool(field) and field.type in ("reference", "properties")
        model = request.env[field.comodel_name]
    return _holds_appraisal(model)


def _holds_appraisal(model):
    """Return whether records of a model are of the appraisal, or belong to records of any model, as messages do."""
    return model._name.startswith("perf.") or any(
        field.type == "many2one_reference" for field in model._fields.values()
    )
