from odoo.fields import Domain
from odoo.tests import tagged

from .common import OFFICE, PerfCommon

#: Left out for good: nothing is to be done.
FOR_GOOD = {"gone", "dissolved"}


@tagged("post_install", "-at_install")
class TestYearOfMoves(PerfCommon):
    """A year in one unit in which everybody leaves, moves, is on loan or is replaced once, and the unit is divided.

    Every sheet ends in somebody's hands, who is asked for it; every "left out" names a way that works.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls._create_user("helper", cls.county)
        cls.months = cls.cycle.period_ids.filtered(lambda found: found.kind == "month" and found.state == "pending")
        cls.months = iter(cls.months.sorted("date_start"))
        cls.quarters = iter(cls.cycle.period_ids.filtered(lambda found: found.kind == "quarter").sorted("date_start"))
        for unit in (cls.township, cls.other):
            cls._create_plan(cls.judged, scope="staff", unit_id=unit.id)

    # === THE STORY === #

    def test_every_sheet_ends_in_somebody_s_hands(self):
        people = ("staff", "colleague", "deputy", "coordinator", "head")
        self.assertEqual(self._finish(self.month, people), 5)
        self.assertEqual(self._staff_moves(), 5)
        self.assertEqual(self._colleague_is_on_loan(), 5)
        self.assertEqual(self._deputy_leaves_sheets_behind(), 5)
        self.assertEqual(self._post_of_the_head_is_vacant(), 4)
        self.assertEqual(self._new_head_comes(), 5)
        self.assertEqual(self._coordinator_is_replaced(), 6)
        self.assertEqual(self._unit_is_divided(), 6)
        self.assertEqual(self._after_the_division(), 5)

    def _staff_moves(self):
        """Somebody moves on the last day of the month: the new unit appraises him, the old boss is passed over."""
        month = next(self.months)
        self._change(self.staff, month.date_end, department_id=self.other.id)
        self._open(month)
        sheet = self._sheet_of(self.staff, month)
        self.assertEqual((sheet.unit_id, sheet.reviewer_id), (self.other, self.other_head.employee_id))
        return self._finish(month, ("staff", "colleague", "deputy", "coordinator", "head"))

    def _colleague_is_on_loan(self):
        """Somebody is on loan: the host appraises him."""
        month = next(self.months)
        loan = {"perf_host_unit_id": self.other.id, "perf_host_from": month.date_start, "perf_host_to": month.date_end}
        self.colleague.employee_id.write(loan)
        self._open(month)
        self.assertEqual(self._sheet_of(self.colleague, month).reviewer_id, self.other_head.employee_id)
        return self._finish(month, ("staff", "colleague", "deputy", "coordinator", "head"))

    def _deputy_leaves_sheets_behind(self):
        """The reviewer leaves while sheets wait for him: the head gives all of them to somebody by one button."""
        month = next(self.months)
        self._open(month)
        sheet = self._submit(self._sheet_of(self.colleague, month))
        self.assertEqual(sheet.reviewer_id, self.deputy.employee_id)
        gone = self._sheet_of(self.deputy, month)
        self.deputy.employee_id.with_context(no_wizard=True).action_archive()
        self.deputy.active = False
        self.assertEqual(self._asked(sheet, "unblock"), self.head)
        self._hand_on(self.head, self.helper)
        self.assertEqual((sheet.reviewer_id, gone.state), (self.helper.employee_id, "draft"))
        return self._finish(month, ("staff", "colleague", "coordinator", "head"), gone)

    def _post_of_the_head_is_vacant(self):
        """The head leaves, his post is empty for a month, and somebody stands in: to sign, and to review."""
        self.new_deputy = self._create_user("new_deputy", self.township)
        self.township.perf_deputy_ids = self.new_deputy.employee_id
        self.head.employee_id.with_context(no_wizard=True).action_archive()
        self.head.active = False
        self.township.manager_id = False
        month, quarter = next(self.months), next(self.quarters)
        batch = self._open(month)
        self.assertFalse(self._sheet_of(self.head, month))
        self.assertEqual(self._sheet_of(self.new_deputy, month).reviewer_id, self.helper.employee_id)
        self.assertIn("vacant", self.followed)
        self._open(quarter)
        unit = self._unit_sheet(self.township, quarter)
        count = self._finish(quarter, (), unit)
        self.assertEqual(unit.filled_by_id, self.helper)
        self.assertTrue(batch.line_ids)
        return count + self._finish(month, ("colleague", "coordinator", "new_deputy"))

    def _new_head_comes(self):
        """Whoever stood in for the vacant post acts no more once there is a head."""
        self.new_head = self._create_user("new_head", self.township)
        self.township.manager_id = self.new_head.employee_id
        month = next(self.months)
        self._open(month)
        self.assertEqual(self._sheet_of(self.new_deputy, month).reviewer_id, self.new_head.employee_id)
        return self._finish(month, ("staff", "colleague", "coordinator", "new_deputy", "new_head"))

    def _coordinator_is_replaced(self):
        """The appraisal group changes: the new one fills in for whoever has no account any more."""
        self.new_coordinator = self._create_user("new_coordinator", self.township)
        self.township.perf_coordinator_ids = self.new_coordinator.employee_id
        month = next(self.months)
        self._open(month)
        old = self._sheet_of(self.coordinator, month)
        self.coordinator.employee_id.user_id = False
        self.assertEqual(self._asked(old, "fill_in", "help"), self.new_coordinator)
        people = ("staff", "colleague", "new_deputy", "new_head", "new_coordinator")
        return self._finish(month, people, old)

    def _unit_is_divided(self):
        """The unit is divided in mid-month: its people's sheets follow them, its own goes to the successor."""
        month, quarter = next(self.months), next(self.quarters)
        self._open(month)
        self._open(quarter)
        people = ("colleague", "new_deputy", "new_head", "new_coordinator")
        of_people = self._sheets_of(people, month) | self._sheet_of_coordinator(month)
        of_unit = self._unit_sheet(self.township, quarter)
        self.north = self._divide("North Township", self.new_head)
        self.south = self._divide("South Township", self.helper)
        (self.new_head + self.new_coordinator).employee_id.department_id = self.north
        (self.colleague + self.new_deputy).employee_id.department_id = self.south
        warning = self.township.with_user(self.hr).action_archive()
        self.assertIn("6 open sheets", warning["params"]["message"])
        dialog = {"unit_id": self.township.id, "successor_id": self.north.id}
        self.env["perf.unit.successor"].with_user(self.office).create(dialog).action_apply()
        self.assertEqual((of_people | of_unit).unit_id, self.north | self.south)
        self.assertEqual(of_unit.unit_id, self.north)
        self._create_plan(self.unit_indicators, scope="unit", unit_id=self.north.id)
        return self._finish(quarter, (), of_unit) + self._finish(month, (), of_people)

    def _after_the_division(self):
        """A month and a quarter later nobody is asked for anything of the unit that is no more."""
        for unit in (self.north, self.south):
            self._create_plan(self.judged, scope="staff", unit_id=unit.id)
        month, quarter = next(self.months), next(self.quarters)
        self._open(month)
        self.assertIn("stranded", self.followed)
        self._open(quarter)
        self.assertFalse(self._unit_sheet(self.township, quarter))
        own = self._unit_sheet(self.north, quarter)
        people = ("colleague", "new_deputy", "new_head", "new_coordinator")
        return self._finish(quarter, (), own) + self._finish(month, people)

    # === WHAT HAPPENS === #

    def _change(self, user, day, **values):
        """Let HR write down what changes for a person on a day."""
        person = user.employee_id
        person.version_id.date_version = "2000-01-01"
        person.current_version_id = person.create_version({"date_version": day, **values})
        self.env.flush_all()

    def _divide(self, name, head):
        unit = self._create_department(name, parent_id=self.county.id, manager_id=head.employee_id.id)
        unit.perf_coordinator_ids = self.new_coordinator.employee_id
        return unit

    def _hand_on(self, user, reviewer):
        """Press the button of the card of a reviewer who is gone."""
        cards = self.env["perf.my.work"].with_user(user).get_my_work()["cards"]
        [card] = [card for card in cards if card["kind"] == "stuck"]
        dialog = self.env["perf.reviewer.change"].with_user(user).with_context(**card["action"]["context"])
        dialog.create({"reviewer_id": reviewer.employee_id.id, "reason": "Has left"}).action_apply()

    # === OPENING === #

    def _open(self, period):
        """Open a period; go every way that is named to those who were left out, and try again until nobody is."""
        batch, self.followed = self._open_period(period), set()
        for _attempt in range(3):
            left_out = batch.line_ids.filtered(
                lambda line: line.outcome == "skipped" and line.remedy not in FOR_GOOD and line.unit_id in self._units()
            )
            if not left_out:
                break
            for line in left_out.with_user(self.office):
                self._follow(line)
            batch.with_user(self.office).action_retry()
            while batch._run_chunk():
                pass
            self.env.invalidate_all()
        self.assertFalse(left_out, left_out.mapped(lambda line: (line.name, line.reason, line.remedy)))
        return batch

    def _units(self):
        return self.env["hr.department"].with_context(active_test=False).search([("perf_is_unit", "=", True)])

    def _follow(self, line):
        """Go the way that a line names, and do there what it says."""
        action = line.action_remedy()
        records = self.env[action["res_model"]].with_user(self.office).with_context(**action.get("context") or {})
        if line.remedy == "vacant" and line.remedy not in self.followed:
            standin = records.create({"standin_id": self.helper.employee_id.id, "reason": "Post vacant"})
            standin.with_user(self.helper).action_accept()
        elif line.remedy in ("unreviewed", "head_unreviewed"):
            records.browse(action["res_id"]).reviewer_id = self.chief.employee_id
        elif line.remedy == "stranded":
            self.env["hr.employee"].browse(action["res_id"]).with_user(self.hr).department_id = self.north
        elif line.remedy == "no_plan":
            of_unit = records.search(action["domain"]).filtered(lambda plan: plan.scope == "unit")
            self.assertFalse(of_unit)
            self._create_plan(self.unit_indicators, scope="unit", unit_id=line.unit_id.id)
        self.followed.add(line.remedy)
        self.env.flush_all()

    # === WHO IS ASKED === #

    def _asked(self, sheet, *rights):
        """Return who is asked for the next step, not of the office where there is somebody else."""
        self.env.flush_all()
        rows = sheet._holders(rights, Domain("id", "=", sheet.id))
        users = self.env["res.users"].browse([row.user_id for row in rows])
        office = self.env.ref(OFFICE).all_user_ids
        self.assertTrue(users, f"{sheet.display_name} ({sheet.state}) waits for nobody: {rights}")
        return ((users - office) or (users & (self.office + self.office2)))[:1]

    def _finish(self, period, logins, others=None):
        """Bring sheets to the end by those who are asked for each step.

        :return: how many
        """
        sheets = self._sheets_of(logins, period) | (others or self.env["perf.appraisal"])
        for sheet in sheets:
            if sheet.state == "draft":
                self._fill_in(sheet, self._asked(sheet, "fill_in", "help"))
                sheet.with_user(self._asked(sheet, "submit")).action_submit()
            sheet.with_user(self._asked(sheet, "attend")).action_review()
            sheet.with_user(self._asked(sheet, "confirm")).action_confirm()
            self.assertState(sheet, "confirmed")
        return len(sheets)

    def _sheets_of(self, logins, period):
        return self.env["perf.appraisal"].union(*(self._sheet_of(getattr(self, login), period) for login in logins))

    def _sheet_of_coordinator(self, period):
        """Return the sheet of the former coordinator, who has no account."""
        return self.env["perf.appraisal"].search(
            [("employee_id.name", "=", self.coordinator.name), ("period_id", "=", period.id)]
        )

    def _unit_sheet(self, unit, period):
        of_unit = [("kind", "=", "unit"), ("unit_id", "=", unit.id), ("period_id", "=", period.id)]
        return self.env["perf.appraisal"].search(of_unit)
