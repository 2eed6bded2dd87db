import io
import re
from datetime import date, datetime
from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models import ir_actions_report

from ...common import PerfCommon

REPORT = "perf_appraisal.report_perf_appraisal"

#: The score columns of the form, from left to right.
COLUMNS = ("full", "self", "review", "final")


class ReportCommon(PerfCommon):
    """Reads a printed form as a person does: by its cells."""

    def _print(self, sheets, user=None, **context):
        report = self.env["ir.actions.report"].with_user(user or self.office).with_context(**context)
        return html.fromstring(report._render_qweb_html(REPORT, sheets.ids)[0])

    def _pdf(self, sheets, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.office)
        with self.allow_pdf_render():
            content, kind = report.with_context(force_report_rendering=True)._render_qweb_pdf(REPORT, sheets.ids)
        self.assertEqual(kind, "pdf")
        return PdfFileReader(io.BytesIO(content))

    @staticmethod
    def _page_numbers(pdf):
        """Return the number printed at the end of each page."""
        numbers = [re.search(r"—\s*(\d+)\s*—\s*$", page.extract_text()) for page in pdf.pages]
        return [int(found.group(1)) if found else None for found in numbers]

    @staticmethod
    def _text(node):
        return " ".join(node.text_content().split())

    def _row(self, page, item):
        """Return the cells of the row of an item."""
        (row,) = [
            row
            for row in page.xpath("//table[@class='score']/tbody/tr[count(td)=8]")
            if self._text(row[1]).startswith(item)
        ]
        return row

    def _scores(self, page, item):
        """Return what stands in the score columns of an item."""
        row = self._row(page, item)
        return dict(zip(COLUMNS, [self._text(cell) for cell in row[3:7]], strict=True))

    def _totals(self, page):
        (row,) = page.xpath("//tbody[@class='total']/tr")
        return [self._text(cell) for cell in row[1:]]


@tagged("post_install", "-at_install")
class TestPerfAppraisalReport(ReportCommon):
    def test_confirmed_sheet_shows_all_scores_changes_and_reasons(self):
        self._submit(self.sheet)
        line = self._line(self.sheet, self.judged)
        line.with_user(self.deputy).write({"review_value": 15.5, "review_reason": "two letters late"})
        self.sheet.with_user(self.deputy).review_comment = "Good work."
        self.sheet.with_user(self.deputy).action_review()
        line.with_user(self.office).write({"final_score": 15.25, "final_reason": "spot check"})
        self.sheet.with_user(self.office).action_confirm()

        page = self._print(self.sheet)
        self.assertEqual(
            self._scores(page, "Duties"),
            {"full": "20", "self": "18", "review": "15.5 changed", "final": "15.25 changed"},
        )
        self.assertEqual(self._scores(page, "Attendance"), {"full": "20", "self": "20", "review": "20", "final": "20"})
        reasons = self._text(self._row(page, "Duties")[7])
        self.assertIn("Leader: two letters late", reasons)
        self.assertIn("Office: spot check", reasons)
        self.assertEqual(self._totals(page), ["100", "97", "94.5", "94.25", "Percent: 94.25%"])
        self.assertIn("Good work.", page.text_content())
        self.assertIn("Target: 10", self._text(self._row(page, "Visits")))
        self.assertIn("Level: Good", self._text(self._row(page, "Service")))

    def test_head_says_who_where_and_when(self):
        page = self._print(self.sheet)
        head = self._text(page.xpath("//table[@class='head']")[0])
        for text in ("East Township", "General Section", "Staff", "Clerk of the test"):
            self.assertIn(text, head)
        self.assertIn(self.env.company.name, page.xpath("//div[@class='organisation']")[0].text)
        self.assertEqual(page.xpath("//div[@class='title']")[0].text, "Monthly Performance Appraisal Form")
        self.assertIn(self.month.with_user(self.office).display_name, page.xpath("//div[@class='period']")[0].text)

    def test_lines_stand_under_their_sections(self):
        page = self._print(self.sheet)
        sections = [self._text(row) for row in page.xpath("//tr[@class='section']")]
        self.assertEqual(sections, ["Work of the test (80 points)", "Conduct of the test (20 points)"])
        items = [self._text(row[1]).split()[0] for row in page.xpath("//table[@class='score']/tbody/tr[count(td)=8]")]
        self.assertEqual(items, ["Duties", "Service", "Visits", "Reports", "Attendance"])

    def test_draft_prints_blank_places(self):
        page = self._print(self.sheet, self.staff)
        for item in ("Duties", "Attendance", "Service", "Visits", "Reports"):
            self.assertEqual(self._scores(page, item), {"full": "20", "self": "", "review": "", "final": ""}, item)
        self.assertEqual(self._totals(page), ["100", "", "", "", "Percent:"])
        self.assertEqual(len(page.xpath("//tbody[contains(@class, 'blank')]")), 2)
        labels = [self._text(label) for label in page.xpath("//table[@class='foot']//div[@class='label']")]
        self.assertEqual(
            labels,
            [
                "Person's signature",
                "Leader's opinion (Deputy)",
                "Appraisal group's opinion",
                "Performance Office's opinion",
            ],
        )

    def test_draft_prints_what_is_filled_in(self):
        self._line(self.sheet, self.judged).with_user(self.staff).self_value = 17.5
        self._claim(self.staff, self._line(self.sheet, self.deduction), "Late", quantity=3)
        page = self._print(self.sheet, self.staff)
        self.assertEqual(self._scores(page, "Duties")["self"], "17.5")
        self.assertEqual(self._scores(page, "Attendance")["self"], "18.5")
        self.assertEqual(self._scores(page, "Visits")["self"], "")

    def test_nothing_of_the_leader_is_printed_before_the_review_is_finished(self):
        self._submit(self.sheet)
        line = self._line(self.sheet, self.judged)
        line.with_user(self.deputy).write({"review_value": 3.0, "review_reason": "secret reason"})
        self._line(self.sheet, self.deduction).with_user(self.deputy).write(
            {
                "review_reason": "secret absence",
                "claim_ids": [(0, 0, {"rule_id": self.deduction.rule_ids[1].id, "description": "secret claim"})],
            },
        )
        self.sheet.with_user(self.deputy).review_comment = "secret comment"
        page = self._print(self.sheet, self.staff)
        self.assertEqual(self._scores(page, "Duties"), {"full": "20", "self": "18", "review": "", "final": ""})
        self.assertNotIn("secret", page.text_content())
        self.assertEqual(self._totals(page)[1:4], ["97", "", ""])

        self.sheet.with_user(self.deputy).action_review()
        page = self._print(self.sheet, self.staff)
        self.assertEqual(self._scores(page, "Duties")["review"], "3 changed")
        self.assertEqual(self._scores(page, "Duties")["final"], "")
        for text in ("secret reason", "secret absence", "secret claim", "added by the leader", "secret comment"):
            self.assertIn(text, page.text_content())

    def test_claims_stand_below_their_line(self):
        claim = self._claim(self.staff, self._line(self.sheet, self.judged), "Praise", matter="Flood relief")
        self._submit(self.sheet)
        row = self._row(self._print(self.sheet, self.staff), "Duties").getnext()
        self.assertIn("Bonus +1 · Praise · Flood relief", self._text(row))
        self._line(self.sheet, self.judged).with_user(self.deputy).write(
            {
                "review_reason": "no document",
                "claim_ids": [(1, claim.id, {"accepted": False, "refusal_reason": "no proof"})],
            },
        )
        self.sheet.with_user(self.deputy).action_review()
        row = self._row(self._print(self.sheet, self.staff), "Duties").getnext()
        self.assertIn("not accepted: no proof", self._text(row))

    def test_long_texts_of_a_line_stand_below_it(self):
        long_text = "Counts the days. " * 20
        self._line(self.sheet, self.judged).plan_line_id.sudo()._unlocked().write({"standard": long_text})
        row = self._row(self._print(self.sheet), "Duties")
        self.assertEqual(self._text(row[2]), "see below")
        self.assertIn(long_text.strip(), self._text(row.getnext()))

    def test_what_people_write_is_escaped(self):
        self.sheet.with_user(self.staff).self_summary = "<script>alert(1)</script> & more"
        content = self.env["ir.actions.report"].with_user(self.staff)._render_qweb_html(REPORT, self.sheet.ids)[0]
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more", content.decode())

    def test_sheet_without_self_score_says_so(self):
        self._pass_deadlines(self.month)
        self.sheet.with_user(self.deputy).action_skip_self_score()
        page = self._print(self.sheet, self.deputy)
        self.assertEqual(self._scores(page, "Duties")["self"], "—")
        self.assertIn("No self-score was handed in", page.text_content())

    def test_sheet_of_a_unit_prints_by_the_same_form(self):
        page = self._print(self._create_unit_sheet())
        self.assertEqual(page.xpath("//div[@class='title']")[0].text, "Quarterly Performance Appraisal Form")
        head = self._text(page.xpath("//table[@class='head']")[0])
        for text in ("East Township", "Townships of the test", "Head of the unit Head"):
            self.assertIn(text, head)
        self.assertIn("Signature of the head of the unit", page.text_content())
        self.assertEqual(self._scores(page, "Roads"), {"full": "60", "self": "", "review": "", "final": ""})

    def test_form_says_that_a_sheet_was_filled_in_on_behalf(self):
        report = self.env[f"report.{REPORT}"].with_user(self.deputy)
        sheet = self._submit(self.sheet, self.coordinator).with_user(self.deputy)
        self.assertRegex(report._filled(sheet.sudo()), r"^Recorded: Coordinator, [^:]+ \(on behalf\)$")

    def test_form_says_the_company_s_day_whoever_prints_it(self):
        self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        report = self.env[f"report.{REPORT}"]
        late = datetime(2026, 11, 30, 17, 0)  # UTC: past midnight in Shanghai
        said = {report.with_context(tz=zone)._done(self.deputy, late) for zone in ("UTC", "Asia/Shanghai")}
        self.assertEqual(said, {f"Recorded: Deputy, {report._day(date(2026, 12, 1))}"})

    def test_form_speaks_the_language_of_who_prints_it(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.staff.lang = "zh_CN"
        page = self._print(self.sheet, self.staff)
        self.assertEqual(page.get("lang"), "zh-CN")
        self.assertIn("年", page.xpath("//div[@class='issue']")[0].text)
        page = self._print(self.sheet, self.staff, lang="en_US")
        self.assertEqual(page.get("lang"), "en-US")

    def test_points_have_at_most_two_decimals(self):
        report = self.env[f"report.{REPORT}"]
        values = {0.0: "0", -0.001: "0", 12.0: "12", 8.5: "8.5", 8.33333: "8.33", 100.0: "100", -2.0: "-2"}
        self.assertEqual({value: report._points(value) for value in values}, values)

    def test_queries_do_not_grow_with_the_number_of_sheets(self):
        sheets = self.env["perf.appraisal"].union(*self.sheets.values())

        def queries(records):
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self._print(records)
            return self.cr.sql_log_count - start

        queries(sheets)  # warm the template's caches
        self.assertLessEqual(queries(sheets), queries(sheets[:2]))

    # === ACCESS === #

    def test_only_who_may_read_a_sheet_prints_it(self):
        self._print(self.sheet, self.staff)
        self._print(self.sheet, self.deputy)
        for user in (self.stranger, self.colleague, self.hr):
            with self.assertRefused(AccessError):
                self._print(self.sheet, user)

    def test_one_unreadable_sheet_refuses_the_whole_print(self):
        with self.assertRefused(AccessError):
            self._print(self.sheet + self.sheets["colleague"], self.staff)

    def test_printing_nothing_is_refused(self):
        with self.assertRefused(UserError, "Choose the sheets"):
            self._print(self.env["perf.appraisal"], self.office)

    # === PDF === #

    def test_several_sheets_are_one_document_made_by_one_call(self):
        sheets = self.sheet + self.sheets["colleague"] + self.sheets["stranger"]
        runs = []

        def run(args, real=ir_actions_report._run_wkhtmltopdf):
            runs.append(args)
            return real(args)

        with patch.object(ir_actions_report, "_run_wkhtmltopdf", run):
            pdf = self._pdf(sheets)
        self.assertEqual(len(runs), 1)
        one = self._page_numbers(self._pdf(self.sheet))
        self.assertEqual(one, list(range(1, len(one) + 1)))
        self.assertEqual(self._page_numbers(pdf), one * len(sheets), "every form counts its own pages")

    def test_long_sheet_goes_on_on_further_pages(self):
        short = len(self._pdf(self.sheet).pages)
        self.sheet.with_user(self.staff).self_summary = "\n".join(f"{i}. " + "Work was done. " * 20 for i in range(30))
        pdf = self._pdf(self.sheet)
        self.assertGreater(len(pdf.pages), short)
        self.assertEqual(self._page_numbers(pdf), list(range(1, len(pdf.pages) + 1)), "no page is blank or cut in two")
        box = pdf.pages[0].mediaBox
        self.assertEqual([round(float(side)) for side in (box.getWidth(), box.getHeight())], [595, 842])


@tagged("post_install", "-at_install")
class TestPerfAppraisalReportHttp(ReportCommon, HttpCase):
    def test_address_of_a_form_obeys_the_rights_on_its_sheet(self):
        url = f"/report/html/{REPORT}/{self.sheet.id}"
        self.authenticate("staff", "staffxxx")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("East Township", response.text)
        self.authenticate("stranger", "stranger")
        with mute_logger("odoo.http"):
            response = self.url_open(url)
            pdf = self.url_open(url.replace("/html/", "/pdf/"))
        self.assertEqual((response.status_code, pdf.status_code), (403, 403))
        self.assertNotIn("East Township", response.text + pdf.text)
