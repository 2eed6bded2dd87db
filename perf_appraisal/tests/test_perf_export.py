import base64
import io
import json

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

TEXTS = ("=1+1", "+2", "-0.5/次", "@SUM(A1)", "plain")

#: What a spreadsheet would run, too, after it has made the text its own.
FURTHER = ("\t=1+1", "\n=1+1", "\r=1+1", "＝1+1", "＋1", "－1-1", "＠SUM(A1)")


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

    def _export(self, kind, model="perf.indicator", ids=None, groupby=(), paths=("name",), login="export_office"):
        self.authenticate(login, login)
        params = {
            "model": model,
            "fields": [{"name": path, "label": "=Name", "type": "char"} for path in paths],
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

    def test_csv_guards_what_a_spreadsheet_takes_for_a_sign_of_a_formula(self):
        for indicator, text in zip(self.indicators, FURTHER[:5], strict=True):
            indicator.note = text
        more = self.indicators[:2].copy({"note": FURTHER[5]}) + self.indicators[:1].copy({"note": FURTHER[6]})
        text = self._export("csv", ids=(self.indicators + more).ids, paths=("note",)).decode()
        for guarded in FURTHER:
            self.assertIn(f'"\'{guarded}"', text)
        self.assertTrue(text.startswith('"\'=Name"'), "headings are texts, too")

    def test_csv_leaves_negative_numbers_alone(self):
        self.indicators[0].note = "-2"
        self.indicators[1].note = "-0.50"
        self.indicators[2].note = "-2+1"
        self.indicators[0].full_score = 5
        text = self._export("csv", paths=("note", "full_score")).decode()
        for plain in ('"-2","5.0"', '"-0.50"', '"\'-2+1"'):
            self.assertIn(plain, text)

    def test_paths_from_models_of_odoo_to_ours_give_no_formula(self):
        """Through the unit, the person and the account; also where records may belong to anybody."""
        category = self.env["perf.category"].create({"name": "=1+1", "kind": "unit"})
        unit = self.env["hr.department"].create({"name": "Unit", "perf_category_id": category.id})
        person = self.env["hr.employee"].create({"name": "Person", "department_id": unit.id})
        new_test_user(self.env, "export_hr", groups="hr.group_hr_manager,base.group_allow_export,base.group_system")
        account = self.env.user.copy({"login": "export_person", "name": "Account"})
        person.user_id = account
        person.message_post(body="=1+1", subject="=1+1")
        ways = {
            "perf_category_id": unit,
            "perf_category_id/name": unit,
            "department_id/perf_category_id": person,
            "department_id/perf_category_id/name": person,
            "employee_id/department_id/perf_category_id/name": account,
            "message_ids/subject": person,
        }
        for path, record in ways.items():
            with self.subTest(path):
                asked = {"model": record._name, "ids": record.ids, "paths": (path,), "login": "export_hr"}
                cells = self._cells(self._export("xlsx", **asked))
                self.assertIn("=1+1", [cell.value for cell in cells])
                self.assertNotIn("f", {cell.data_type for cell in cells})
        category.name = "＝1+1"
        text = self._export(
            "csv", model="hr.employee", ids=person.ids, paths=("department_id/perf_category_id",), login="export_hr"
        )
        self.assertIn('"\'＝1+1"', text.decode())

    def test_groups_of_models_of_odoo_by_ours_give_no_formula(self):
        category = self.env["perf.category"].create({"name": "=1+1", "kind": "unit"})
        unit = self.env["hr.department"].create({"name": "Unit", "perf_category_id": category.id})
        new_test_user(self.env, "export_hr", groups="hr.group_hr_manager,base.group_allow_export")
        content = self._export(
            "xlsx", model="hr.department", ids=unit.ids, groupby=["perf_category_id"], login="export_hr"
        )
        cells = self._cells(content)
        self.assertIn("=1+1 (1)", [cell.value.strip() for cell in cells])
        self.assertNotIn("f", {cell.data_type for cell in cells})

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
