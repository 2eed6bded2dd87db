from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSanction(PerfCommon):
    """Sanctions, admonitions and investigations: kept by human resources, read by few."""

    def _sanction(self, person=None, user=None, **values):
        values = {"employee_id": (person or self.staff).employee_id.id, "kind": "warning", **values}
        return self.env["perf.sanction"].with_user(user or self.hr).create(values)

    # === HOW LONG IT HOLDS === #

    def test_the_last_day_is_proposed_by_kind_and_may_be_another(self):
        for kind, expected in (
            ("warning", "2026-09-04"),
            ("demerit", "2027-03-04"),
            ("major_demerit", "2027-09-04"),
            ("demotion", "2028-03-04"),
            ("removal", "2028-03-04"),
            ("admonition", "False"),
            ("investigation", "False"),
        ):
            form = Form(self.env["perf.sanction"].with_user(self.hr))
            form.employee_id = self.staff.employee_id
            form.date_from = "2026-03-05"
            form.kind = kind
            with self.subTest(kind):
                self.assertEqual(str(form.date_to), expected)
        form.date_to = "2026-03-31"
        self.assertEqual(str(form.save().date_to), "2026-03-31")

    def test_it_does_not_end_before_it_begins(self):
        self._sanction(date_from="2026-03-01", date_to="2026-03-01")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._sanction(date_from="2026-03-01", date_to="2026-02-28")

    def test_open_are_those_in_which_the_day_lies(self):
        people = (self.staff + self.colleague + self.deputy + self.head).employee_id
        self._sanction(self.staff, date_from="2026-03-01", date_to="2026-08-31")
        self._sanction(self.colleague, kind="investigation", date_from="2026-05-01")
        self._sanction(self.colleague, kind="admonition", date_from="2026-05-02")
        self._sanction(self.stranger, kind="investigation", date_from="2026-01-01")
        sanctions = self.env["perf.sanction"]
        self.env.flush_all()
        for day, expected in (
            ("2026-02-28", people.browse()),
            ("2026-03-01", self.staff.employee_id),
            ("2026-08-31", (self.staff + self.colleague).employee_id),
            ("2026-09-01", self.colleague.employee_id),
        ):
            with self.assertQueryCount(1):
                opened = sanctions._open_sql(SQL("e.id"), SQL("%s::date", day))
                query = SQL("SELECT e.id FROM hr_employee e WHERE e.id = ANY(%s) AND %s", people.ids, opened)
                self.assertCountEqual([row_id for (row_id,) in self.env.execute_query(query)], expected.ids, day)

    @freeze_time("2026-06-15 12:00:00")
    def test_what_is_open_today_is_found(self):
        ended = self._sanction(date_from="2025-01-01")
        lasting = self._sanction(date_from="2026-06-15")
        coming = self._sanction(date_from="2026-06-16")
        mine = ended + lasting + coming
        self.assertEqual(mine.mapped("is_open"), [False, True, False])
        found = self.env["perf.sanction"].with_user(self.hr).search([("is_open", "=", True), ("id", "in", mine.ids)])
        self.assertEqual(found, lasting)

    # === WHO LEARNS OF IT === #

    def test_the_person_hr_office_and_auditor_read_it_and_nobody_else(self):
        sanction = self._sanction(self.staff, doc_no="2026-17", note="Absent without leave.")
        for user in (self.staff, self.hr, self.office, self.office2, self.admin, self.auditor):
            self.assertEqual(sanction.with_user(user).kind, "warning", user.login)
            self.assertIn("Absent", sanction.with_user(user).note, user.login)
        for user in (self.colleague, self.head, self.deputy, self.coordinator, self.chief, self.stranger):
            with self.assertRefused(AccessError):
                sanction.with_user(user).read(["kind"])
            self.assertKnowsNothing(user)

    def assertKnowsNothing(self, user):
        """Look for any sanction by every way of asking at once."""
        sanctions = self.env["perf.sanction"].with_user(user)
        person = self.staff.employee_id
        self.assertFalse(sanctions.search([]), user.login)
        self.assertFalse(sanctions.search_count([("employee_id", "=", person.id)]), user.login)
        self.assertFalse(sanctions.name_search("S"), user.login)
        self.assertFalse(sanctions.name_search("2026-17"), user.login)
        counted = sanctions.formatted_read_group([], ["employee_id"], ["__count"])
        self.assertFalse(sum(group["__count"] for group in counted), user.login)
        with self.assertRefused((AccessError, ValueError)):
            person.with_user(user).read(["perf_sanction_count"])
        people = self.env["hr.employee.public"].with_user(user)
        with self.assertRefused((AccessError, ValueError)):
            people.search([("perf_sanction_count", "=", 1)])

    def test_its_name_says_nothing(self):
        sanction = self._sanction(self.staff)
        self.assertRegex(sanction.display_name, r"^S\d{4}-\d{4}$")
        with self.assertRefused(AccessError) as refused:
            sanction.with_user(self.head).read(["kind"])
        self.assertNotIn(self.staff.name, str(refused.exception))

    def test_nobody_follows_it_and_nobody_is_told(self):
        before = self.env["mail.mail"].search_count([])
        sanction = self._sanction(self.staff)
        sanction.date_to = "2029-12-31"
        self.env.flush_all()
        self.assertFalse(sanction.message_follower_ids)
        self.assertFalse(sanction.message_ids.notification_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_the_menu_of_the_own_ones_is_there_for_who_has_one(self):
        menu = self.env.ref("perf_appraisal.perf_sanction_menu_mine").id
        for expected in (False, True):
            self.env.flush_all()
            self.assertEqual(menu in self.env["ir.ui.menu"].with_user(self.staff).load_menus(False), expected)
            self._sanction(self.staff)
        self.assertNotIn(menu, self.env["ir.ui.menu"].with_user(self.colleague).load_menus(False))

    # === WHO KEEPS IT === #

    def test_only_hr_enters_changes_and_deletes(self):
        sanction = self._sanction(self.staff, date_from="2099-01-01")
        for user in (self.staff, self.head, self.chief, self.office, self.admin, self.auditor):
            with self.assertRefused(AccessError):
                self._sanction(self.colleague, user)
            with self.assertRefused(AccessError):
                sanction.with_user(user).date_to = "2026-01-31"
            with self.assertRefused(AccessError):
                sanction.with_user(user).unlink()
        sanction.with_user(self.hr).date_to = "2099-03-31"
        sanction.with_user(self.hr).unlink()

    def test_hr_keeps_out_of_the_own_matter(self):
        with self.assertRefused(AccessError):
            self._sanction(self.hr)
        other = self._create_user("hr_other", self.county, groups="hr.group_hr_user")
        sanction = self._sanction(self.hr, other)
        self.assertEqual(sanction.with_user(self.hr).kind, "warning")
        for act in (
            lambda: sanction.with_user(self.hr).write({"date_to": "2026-01-31"}),
            sanction.with_user(self.hr).unlink,
        ):
            with self.assertRefused(AccessError):
                act()

    def test_whose_it_is_and_its_number_stay(self):
        sanction = self._sanction(self.staff)
        for values in ({"employee_id": self.colleague.employee_id.id}, {"name": "S0"}, {"company_id": 1}):
            with self.assertRefused(UserError):
                sanction.write(values)

    def test_every_change_is_kept_with_who_and_when(self):
        sanction = self._sanction(self.staff, date_from="2026-01-01")
        self.env.cr.precommit.run()  # what follows is a request of its own
        tracked = sanction.with_context(tracking_disable=False, mail_notrack=False)
        tracked.date_to = "2026-03-31"
        self.env.cr.precommit.run()
        kept = sanction.message_ids.sudo().tracking_value_ids.filtered(lambda value: value.field_id.name == "date_to")
        self.assertEqual(str(kept.new_value_datetime.date()), "2026-03-31")
        self.assertEqual(kept.mail_message_id.author_id, self.hr.partner_id)

    def test_what_was_in_force_is_lifted_and_never_deleted(self):
        with freeze_time("2026-06-15 04:00:00"):
            slip = self._sanction(self.staff, date_from="2026-06-01")
            slip.unlink()  # on the day when it was entered
            sanction = self._sanction(self.staff, date_from="2026-06-01")
            coming = self._sanction(self.staff, date_from="2026-07-01")
            self.env.cr.execute(
                "UPDATE perf_sanction SET create_date = '2026-06-15 04:00:00' WHERE id = ANY(%s)",
                [(sanction + coming).ids],
            )
            self.env.invalidate_all()
        with freeze_time("2026-06-16 04:00:00"):
            with self.assertRefused(UserError, "set its last day"):
                sanction.unlink()
            sanction.date_to = "2026-06-16"
            coming.unlink()

    def test_everybody_can_be_chosen_for_a_new_one(self):
        field = self.env["perf.sanction"].with_user(self.hr).fields_get(["employee_id"])["employee_id"]
        self.assertFalse(field.get("domain"), "the company follows from the person: it cannot say who is offered")

    def test_it_is_of_the_company_of_the_person(self):
        county = self.env["res.company"].create({"name": "Other county of the test"})
        self.hr.sudo().company_ids += county
        person = self.env["hr.employee"].create({"name": "Elsewhere", "company_id": county.id})
        sanction = self.env["perf.sanction"].with_user(self.hr).with_company(county)
        sanction = sanction.create({"employee_id": person.id, "kind": "warning"})
        self.assertEqual(sanction.company_id, county)
        for user in (self.office, self.auditor):
            with self.assertRefused(AccessError):
                sanction.with_user(user).read(["kind"])

    # === THE EMPLOYEE === #

    def test_hr_comes_to_them_from_the_employee(self):
        sanction = self._sanction(self.staff)
        employee = self.staff.employee_id.with_user(self.hr)
        self.assertEqual(employee.perf_sanction_count, 1)
        action = employee.action_view_perf_sanctions()
        self.assertEqual(self.env["perf.sanction"].search(action["domain"]), sanction)

    def test_a_person_with_a_sanction_is_archived_not_deleted(self):
        self._sanction(self.stranger)
        with self.assertRefused(UserError):
            self.stranger.employee_id.unlink()
