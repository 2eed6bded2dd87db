import io

from lxml import html

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from ...common import PerfCommon

#: Form → whether it lies on its side.
FORMS = {
    "perf_appraisal_unit": True,
    "perf_appraisal_year": False,
    "perf_plan": True,
    "perf_summary": True,
    "perf_work_log": False,
}


@tagged("post_install", "-at_install")
class TestPerfAppraisalPapers(PerfCommon):
    """Every form prints one and many records, with blank places for ink, and nothing that its reader may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.with_user(cls.office).action_usual_grades()
        yearly = cls._create_indicator("The Year", frequency="year", full_score=100.0)
        own = {"scope": "employee", "unit_id": cls.township.id, "employee_id": cls.staff.employee_id.id}
        cls.own_plan = cls._create_plan(cls.judged + yearly, **own)
        year = cls.cycle.period_ids.filtered(lambda period: period.kind == "year")
        cls._open_period(year)
        cls.year_sheet = cls._sheet_of(cls.staff, year)
        cls.unit_sheet = cls._create_unit_sheet()
        log = cls.env["perf.work.log"]
        cls.log = log.with_user(cls.staff).create({"text": "Visited twelve households", "indicator_id": cls.judged.id})
        cls.summary = cls.env["perf.summary"].search([("unit_id", "=", cls.township.id)], limit=1)
        cls.records = {
            "perf_appraisal_unit": cls.unit_sheet,
            "perf_appraisal_year": cls.year_sheet,
            "perf_plan": cls.plan_unit + cls.own_plan,
            "perf_summary": cls.summary,
            "perf_work_log": cls.log,
        }

    def _print(self, form, records=None, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.office)
        records = self.records[form] if records is None else records
        return html.fromstring(report._render_qweb_html(f"perf_appraisal.report_{form}", records.ids)[0])

    @staticmethod
    def _text(node):
        return " ".join(node.text_content().split())

    def _labels(self, page):
        return [self._text(label) for label in page.xpath("//table[@class='foot']//div[@class='label']")]

    # === EVERY FORM === #

    def test_every_form_has_its_records(self):
        for form, records in self.records.items():
            self.assertTrue(records, form)

    def test_every_form_is_made_of_one_sheet_for_each_record(self):
        for form, records in self.records.items():
            sheets = self._print(form).xpath("//div[@class='sheet']")
            self.assertEqual(len(sheets), len(records), form)
            for table in sheets[0].xpath(".//table[@class='score'][colgroup]"):
                styles = [column.get("style") for column in table.xpath("colgroup/col[@style]")]
                widths = [float(style.split(":")[1].removesuffix("px")) for style in styles]
                self.assertLess(sum(widths), 1508 if FORMS[form] else 969, form)

    def test_nobody_prints_what_he_may_not_read(self):
        for form, records in self.records.items():
            with self.assertRefused(AccessError):
                self._print(form, records, self.stranger)

    def test_forms_are_offered_for_their_own_records_only(self):
        actions = self.env["ir.actions.report"].search([("model", "=", "perf.appraisal")])
        offered = {
            name: set(
                actions.browse(actions.get_valid_action_reports("perf.appraisal", sheet.ids)).mapped("report_name"),
            )
            for name, sheet in (("month", self.sheet), ("year", self.year_sheet), ("unit", self.unit_sheet))
        }
        expected = {"month": "", "year": "_year", "unit": "_unit"}
        self.assertEqual(
            offered,
            {name: {f"perf_appraisal.report_perf_appraisal{form}"} for name, form in expected.items()},
        )

    def test_form_refuses_records_of_another_kind(self):
        for form in ("perf_appraisal_unit", "perf_appraisal_year"):
            with self.assertRefused(UserError, "is not made for"):
                self._print(form, self.sheet)

    def test_pdf_lies_on_the_side_its_form_wants(self):
        for form, landscape in FORMS.items():
            report = self.env["ir.actions.report"].with_user(self.office).with_context(force_report_rendering=True)
            with self.allow_pdf_render():
                content, _kind = report._render_qweb_pdf(f"perf_appraisal.report_{form}", self.records[form].ids)
            box = PdfFileReader(io.BytesIO(content)).pages[0].mediaBox
            self.assertEqual(box.getWidth() > box.getHeight(), landscape, form)

    def test_queries_do_not_grow_with_the_number_of_plans(self):
        plans = self.env["perf.plan"].search([])

        def queries(records):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self._print("perf_plan", records)
            return self.cr.sql_log_count - start

        queries(plans)
        self.assertLessEqual(queries(plans), queries(plans[:2]))

    # === EACH FORM === #

    def test_unit_form_tells_what_was_done(self):
        line = self.unit_sheet.line_ids[0].with_user(self.coordinator)
        line.write({"self_value": 50.0, "self_note": "Twelve kilometres built"})
        page = self._print("perf_appraisal_unit", user=self.coordinator)
        self.assertIn("Quarterly Self-assessment", page.xpath("//div[@class='title']")[0].text)
        (row,) = [
            row for row in page.xpath("//table[@class='score']//tr[count(td)=9]") if "Roads" in row.text_content()
        ]
        cells = [self._text(cell) for cell in row]
        self.assertEqual((cells[2], cells[5], cells[6], cells[7]), ("60", "Twelve kilometres built", "50", ""))
        self.assertIn("Signature of the head of the unit", self._labels(page))
        self.assertIn("(Seal)", page.text_content())

    def test_year_form_leaves_the_decision_blank(self):
        self._submit(self.year_sheet)
        grade = self.scheme.grade_ids.filtered(lambda grade: grade.code == "A")
        self.year_sheet.with_user(self.deputy).write({"proposed_grade_id": grade.id, "review_comment": "Diligent."})
        self.assertNotIn("Diligent", self._print("perf_appraisal_year", user=self.staff).text_content())
        self.year_sheet.with_user(self.deputy).action_review()
        page = self._print("perf_appraisal_year", user=self.staff)
        words = [self._text(node) for node in page.xpath("//div[@class='words']")]
        self.assertEqual(words, ["Diligent. Proposed grade: Excellent", "", "", "", ""])

    def test_private_data_are_printed_for_the_person_alone(self):
        self.staff.employee_id.write({"birthday": "1980-05-06", "sex": "female"})
        for user, seen in ((self.staff, True), (self.deputy, False), (self.office, False)):
            page = self._print("perf_appraisal_year", user=user)
            head = self._text(page.xpath("//table[@class='head']")[0])
            self.assertEqual("1980" in head, seen, user.login)
            self.assertEqual("Female" in head, seen, user.login)

    def test_plan_is_an_agreement_between_two_parties(self):
        page = self._print("perf_plan", self.plan_unit)
        parties = [f"Party A: {self.env.company.name}", "Party B: East Township"]
        self.assertEqual(self._labels(page), parties)
        page = self._print("perf_plan", self.own_plan, self.staff)
        self.assertEqual(self._labels(page), ["Party A: East Township", "Party B: Staff"])
        page = self._print("perf_plan", self.plan, self.office)
        self.assertFalse(self._labels(page), "nobody signs the plan of a category")

    def test_log_prints_the_whole_month_of_each_person(self):
        log = self.env["perf.work.log"]
        log.with_user(self.staff).create({"text": "Wrote the report"})
        log.with_user(self.staff).create(
            {"text": "Long ago", "date": fields.Date.subtract(self.month.date_start, days=3)},
        )
        other = log.with_user(self.colleague).create({"text": "Answered letters"})
        page = self._print("perf_work_log", self.log)
        self.assertEqual(len(page.xpath("//div[@class='sheet']")), 1)
        self.assertIn("Wrote the report", page.text_content())
        self.assertNotIn("Long ago", page.text_content())
        self.assertNotIn("Answered letters", page.text_content())
        self.assertEqual(len(self._print("perf_work_log", self.log + other).xpath("//div[@class='sheet']")), 2)

    def test_summary_lists_the_people_and_their_months(self):
        self._confirm(self.sheet)
        page = self._print("perf_summary", user=self.head)
        (row,) = [
            row
            for row in page.xpath("//table[@class='score']//tr")
            if row.xpath("td") and self._text(row[1]) == "Staff"
        ]
        self.assertIn("97%", [self._text(cell) for cell in row])

    def test_people_of_a_plan_line_are_named(self):
        self.plan_unit.sudo().line_ids[0]._unlocked().write(
            {"assistant_ids": [Command.set(self.staff.employee_id.ids)]}
        )
        self.assertIn("Staff", self._print("perf_plan", self.plan_unit).text_content())
