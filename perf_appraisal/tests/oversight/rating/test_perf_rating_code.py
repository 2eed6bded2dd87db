import io
import json

import openpyxl
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.perf_appraisal.models.oversight.rating.perf_rating_ballot import CODE_LENGTH, code_hash
from odoo.addons.perf_appraisal.wizard.perf_rating_code import MOST_SLIPS

from ...ballots import BallotsMixin
from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfRatingCode(BallotsMixin, PerfCommon, HttpCase):
    """Codes stand once in the file that is downloaded, and nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        groups = [{"name": "Delegates", "expected": 3}, {"name": "Staff", "rates": "own"}]
        cls.rating = cls._create_rating([*groups, {"name": "Paper", "channel": "tally"}])
        cls.delegates, cls.staff_group, cls.paper = cls.rating.group_ids

    def _wizard(self, group=None, user=None):
        values = {"group_id": (group or self.delegates).id}
        return self.env["perf.rating.code"].with_user(user or self.office).create(values)

    def _download(self, wizard, form, login="office", **data):
        """Ask for the file as the web client does."""
        self.authenticate(login, login.ljust(8, "x"))
        data = {"wizard_id": wizard.id, "form": form, "csrf_token": Request.csrf_token(self), **data}
        return self.url_open("/perf/ballot/codes", data=data)

    def _table(self, wizard):
        """Return the rows of the table that is downloaded."""
        answer = self._download(wizard, "table")
        answer.raise_for_status()
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        self.assertEqual({cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}, {"s"})
        return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]

    def _hashes(self, group):
        query = SQL("SELECT code_hash, unit_id FROM perf_rating_ballot WHERE group_id = %s", group.id)
        return dict(self.env.execute_query(query))

    # === HOW MANY === #

    def test_expected_number_is_proposed(self):
        self.assertEqual([(line.unit_id, line.number) for line in self._wizard().line_ids], [(self.other.browse(), 3)])

    def test_of_staff_the_active_people_of_each_unit_are_proposed(self):
        self.colleague.employee_id.sudo().active = False
        numbers = {line.unit_id: line.number for line in self._wizard(self.staff_group).line_ids}
        self.assertEqual(numbers, {self.township: 4, self.other: 2})  # one of the section, three of the township

    def test_nothing_and_far_too_much_are_refused(self):
        wizard = self._wizard()
        wizard.line_ids.number = MOST_SLIPS + 1
        with self.assertRaisesRegex(UserError, "in parts"):
            wizard.action_make_slips()
        self.assertEqual(wizard.action_make_table()["tag"], "perf_rating_codes")
        wizard.line_ids.number = 0
        with self.assertRaisesRegex(UserError, "how many"):
            wizard.action_make_table()

    def test_dialog_sends_the_units_of_its_lines(self):
        wizards = self.env["perf.rating.code"].with_user(self.office)
        form = Form(wizards.with_context(default_group_id=self.staff_group.id))
        with form.line_ids.edit(1) as line:
            line.number = 7
        wizard = form.save()
        self.assertEqual({line.unit_id: line.number for line in wizard.line_ids}, {self.township: 5, self.other: 7})
        self.assertEqual(wizard.count, 12)

    def test_codes_of_staff_are_those_of_a_unit_that_is_rated(self):
        wizard = self._wizard(self.staff_group)
        for unit in (self.county, self.county.browse()):
            wizard.line_ids[0].unit_id = unit
            with self.assertRaisesRegex(UserError, "its own codes"):
                wizard.action_make_table()
            with self.assertRaisesRegex(UserError, "its own codes"):
                wizard._make("table")

    def test_rating_is_opened_before_its_codes_are_made(self):
        for rating in (self._create_rating(opened=False), self._create_rating()):
            wizard = self._wizard(rating.group_ids)
            wizard.line_ids.number = 1
            if rating.state == "open":
                self.assertTrue(wizard.action_make_table())
                rating.with_user(self.office).action_void(reason="A mistake")
            with self.assertRaisesRegex(UserError, "Open the rating first"):
                wizard.action_make_table()
            with self.assertRaisesRegex(UserError, "Open the rating first"):
                wizard._make("slips")

    def test_dialog_shows_where_the_codes_lead_to(self):
        parameters = self.env["ir.config_parameter"].sudo()
        for address, is_near in (("https://ballot.example.gov.cn", False), ("http://localhost:8069", True)):
            parameters.set_param("web.base.url", address)
            wizard = self._wizard()
            self.assertEqual((wizard.address, wizard.is_near), (f"{address}/perf/ballot", is_near))

    # === THE FILES === #

    def test_table_holds_the_codes_of_each_unit(self):
        rows = self._table(self._wizard(self.staff_group))
        self.assertEqual(rows[0], ["Unit", "Code", "Address"])
        self.assertEqual([row[0] for row in rows[1:]], [self.township.name] * 5 + [self.other.name] * 2)
        units = {unit.name: unit.id for unit in self.township + self.other}
        self.assertEqual(self._hashes(self.staff_group), {code_hash(row[1]): units[row[0]] for row in rows[1:]})
        for _unit, code, address in rows[1:]:
            page, _mark, plain = address.partition("#")
            self.assertTrue(page.endswith("/perf/ballot"))
            self.assertEqual(plain, code.replace("-", ""))
            self.assertEqual(len(plain), CODE_LENGTH)

    def test_name_that_looks_like_a_formula_stays_a_text(self):
        self.other.name = "=1+1"
        self.assertIn("=1+1", [row[0] for row in self._table(self._wizard(self.staff_group))])

    def test_codes_are_made_anew_each_time_and_kept_nowhere(self):
        wizard = self._wizard()
        first, second = ([row[1] for row in self._table(wizard)[1:]] for _turn in range(2))
        self.assertFalse(set(first) & set(second))
        self.assertEqual(len(self._hashes(self.delegates)), 6)
        self.assertEqual(self.delegates.code_count, 6)
        self.env.flush_all()
        for model in ("ir.attachment", "perf.rating.code", "perf.rating.code.line", "mail.message"):
            table = SQL.identifier(self.env[model]._table)
            text = str(self.env.execute_query(SQL("SELECT * FROM %s", table)))
            for code in first + second:
                self.assertNotIn(code, text)
                self.assertNotIn(code.replace("-", ""), text)

    def test_slips_are_a_file_that_nobody_keeps(self):
        answer = self._download(self._wizard(), "slips")
        self.assertTrue(answer.content.startswith(b"%PDF"))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(len(self._hashes(self.delegates)), 3)

    # === WHO === #

    def test_only_the_office_makes_codes(self):
        self.assertTrue(self._wizard(user=self.office2))
        for user in (self.staff, self.head, self.auditor, self.admin_of_odoo()):
            with self.assertRaises(AccessError):
                self._wizard(user=user)

    def admin_of_odoo(self):
        """Return an administrator of Odoo without a part in the appraisal."""
        return self._create_user("technician", self.county, "base.group_system")

    @mute_logger("odoo.http")
    def test_dialog_of_another_makes_no_codes(self):
        wizard = self._wizard()
        for login in ("office2", "staff", "auditor"):
            answer = self._download(wizard, "table", login)
            self.assertEqual(answer.status_code, 500)
            self.assertEqual(
                json.loads(html.fromstring(answer.text).text_content())["data"]["name"][:15], "odoo.exceptions"
            )
        self.assertFalse(self._hashes(self.delegates))
        self.assertEqual(self._download(wizard, "table").status_code, 200)

    @mute_logger("odoo.http")
    def test_request_that_another_page_forges_makes_no_codes(self):
        self.assertEqual(self._download(self._wizard(), "table", csrf_token="forged").status_code, 400)
        self.assertFalse(self._hashes(self.delegates))

    @mute_logger("odoo.http")
    def test_group_that_is_tallied_has_no_codes(self):
        wizard = self._wizard(self.paper)
        wizard.line_ids.number = 1
        self.assertEqual(self._download(wizard, "table").status_code, 500)
        self.assertEqual(self._download(wizard.browse(0), "table").status_code, 500)

    # === BALLOTS ON PAPER === #

    def _paper_of(self, rating, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.office)
        name = "perf_appraisal.report_perf_rating_ballot"
        return html.fromstring(report._render_qweb_html(name, rating.ids)[0])

    def test_paper_ballot_has_a_box_for_each_answer(self):
        (sheet,) = self._paper_of(self.rating).find_class("sheet")
        self.assertEqual(sheet.text_content().count("☐"), 2 * 2 * len(self.rating.rating_type_id.choice_ids))
        self.assertIn("Paper", sheet.text_content())
        self.assertNotIn("Delegates", sheet.text_content())

    def test_staff_get_paper_about_their_own_unit_only(self):
        self.paper._unlocked().rates = "own"
        sheets = self._paper_of(self.rating).find_class("sheet")
        self.assertEqual(len(sheets), 2)
        for sheet, unit, other in zip(sheets, (self.township, self.other), (self.other, self.township), strict=True):
            self.assertIn(unit.name, sheet.text_content())
            self.assertNotIn(other.name, sheet.text_content())

    def test_rating_without_paper_has_no_paper_ballot(self):
        with self.assertRaisesRegex(UserError, "not made for"):
            self._paper_of(self._create_rating())

    def test_paper_ballot_is_for_those_who_see_the_rating(self):
        self.assertTrue(len(self._paper_of(self.rating, self.auditor)))
        with self.assertRaises(AccessError):
            self._paper_of(self.rating, self.stranger)
