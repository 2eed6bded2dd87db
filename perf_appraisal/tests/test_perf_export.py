import base64
import io
import json

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

TEXTS = ("=1+1", "+2", "-0.5/次", "@SUM(A1)", "plain")


@tagged("post_install", "-at_install")
class TestPerfExport(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = new_test_user(
            cls.env, "export_office", groups="perf_appraisal.group_perf_office,base.group_allow_export"
        )
        scheme = cls.env["perf.scheme"].create({"name": "=Scheme"})
        section = cls.env["perf.indicator.section"].create({"name": "=Section"})
        cls.indicators = cls.env["perf.indicator"].create(
            [{"name": text, "scheme_id": scheme.id, "section_id": section.id, "full_score": 5} for text in TEXTS]
        )

    def _export(self, kind, model="perf.indicator", ids=None, groupby=()):
        self.authenticate("export_office", "export_office")
        params = {
            "model": model,
            "fields": [{"name": "name", "label": "=Name", "type": "char"}],
            "ids": ids or self.indicators.ids,
            "domain": [],
            "groupby": list(groupby),
            "import_compat": False,
        }
        response = self.url_open(
            f"/web/export/{kind}", data={"data": json.dumps(params), "csrf_token": Request.csrf_token(self)}
        )
        response.raise_for_status()
        return response.content

    def _cells(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    def test_xlsx_holds_texts_and_no_formula(self):
        cells = self._cells(self._export("xlsx"))
        self.assertEqual([cell.value for cell in cells], ["=Name", *TEXTS])
        self.assertNotIn("f", {cell.data_type for cell in cells})

    def test_grouped_xlsx_holds_no_formula(self):
        cells = self._cells(self._export("xlsx", groupby=["section_id"]))
        self.assertIn("=Section (5)", [cell.value.strip() for cell in cells])
        self.assertNotIn("f", {cell.data_type for cell in cells})

    def test_csv_guards_what_a_spreadsheet_would_run(self):
        text = self._export("csv").decode()
        for guarded in ("'=1+1", "'+2", "'-0.5/次", "'@SUM(A1)"):
            self.assertIn(f'"{guarded}"', text)

    def test_other_models_are_exported_by_the_core(self):
        partner = self.env["res.partner"].create({"name": "=1+1"})
        cells = self._cells(self._export("xlsx", model="res.partner", ids=partner.ids))
        self.assertEqual(cells[-1].value, "=1+1")

    def test_export_can_be_imported_again_as_the_same_texts(self):
        content = self._export("csv")
        wizard = self.env["perf.indicator.import"].create(
            {"scheme_id": self.indicators.scheme_id.id, "file": base64.b64encode(content), "filename": "x.csv"}
        )
        wizard.action_read()
        self.assertIn("=1+1", wizard.column_ids.mapped("sample"))
