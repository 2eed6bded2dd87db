import base64
import io

import openpyxl

from odoo.tests import TransactionCase, new_test_user
from odoo.tools.misc import file_open

HEADER = ["序号", "一级指标", "考核内容", "分值", "计分规则", "评分标准", "备注", "责任单位"]


class ImportCommon(TransactionCase):
    """A scheme, an office that imports tables into it, and tables as officials write them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = new_test_user(cls.env, "import_office", groups="perf_appraisal.group_perf_office")
        cls.staff = new_test_user(cls.env, "import_staff", groups="base.group_user")
        cls.scheme = cls.env["perf.scheme"].create({"name": "Scheme of the test", "full_score": 5})
        cls.env.flush_all()

    # === HELPERS === #

    def _wizard(self, content, filename="table.csv", **values):
        values = {"scheme_id": self.scheme.id, "file": base64.b64encode(content), "filename": filename} | values
        return self.env["perf.indicator.import"].with_user(self.office).create(values)

    def _preview(self, content, filename="table.csv", **values):
        wizard = self._wizard(content, filename, **values)
        wizard.action_read()
        return wizard

    def _real(self, name, **values):
        with file_open(f"perf_appraisal/tests/data/{name}", "rb") as file:
            return self._preview(file.read(), name, **values)

    def _csv(self, *rows, encoding="utf-8"):
        lines = [HEADER, *rows]
        return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)

    def _xlsx(self, *rows, header=None, title_rows=()):
        book = openpyxl.Workbook()
        sheet = book.active
        for row in (*title_rows, header or HEADER, *rows):
            sheet.append(row)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _indicators(self):
        return self.env["perf.indicator"].search([("scheme_id", "=", self.scheme.id)])

    def _find(self, name):
        return self._indicators().filtered(lambda indicator: indicator.name == name)
