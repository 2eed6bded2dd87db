from ast import literal_eval

from lxml import etree

from odoo.fields import Date, Domain
from odoo.tests import tagged

from ...common import AUDITOR, PerfCommon


@tagged("post_install", "-at_install")
class TestPerfMyWorkCounty(PerfCommon):
    """Whoever stands above many sees what waits for himself; who reads only, what waits for the others."""

    def _cards(self, user):
        self.env.invalidate_all()
        return {card["kind"]: card for card in self.env["perf.my.work"].with_user(user).get_my_work()["cards"]}

    # === THE HEAD OF THE COUNTY === #

    def test_the_head_above_is_not_told_of_all_people_below(self):
        self.assertEqual(self._cards(self.head)["team"]["count"], 4, "his unit's")
        listed = self.env.ref("perf_appraisal.perf_appraisal_action_team").domain
        self.assertNotIn("perf_i_lead", listed)
        card = self._cards(self.chief)["team"]
        mine = self.env["perf.appraisal"].with_user(self.chief).search([("i_expect", "=", True)])
        self.assertEqual(card["count"], len(mine.filtered(lambda sheet: sheet.state == "draft")))
        self.assertEqual(mine.employee_id, (self.head + self.other_head).employee_id, "those whom he reviews")
        self.assertGreater(self.env["perf.appraisal"].with_user(self.chief).search_count([]), len(mine))

    def test_scoring_is_a_card_of_the_leaders_of_the_very_lead_unit(self):
        self.unit_indicators[0].sudo().lead_unit_ids = self.other
        sheet = self._create_unit_sheet()
        self._fill_in(sheet, self.coordinator)
        sheet.with_user(self.head).action_submit()
        self.assertEqual(self._cards(self.other_head)["lead"]["count"], 1)
        self.assertNotIn("lead", self._cards(self.chief))
        line = self._line(sheet, self.unit_indicators[0]).with_user(self.chief)
        self.assertTrue(line.i_lead, "he may all the same")

    # === WHAT IS LATE STANDS ON TOP === #

    def test_lists_behind_the_cards_begin_with_what_is_due_first(self):
        later = self.sheets["stranger"] + self.sheets["coordinator"]
        self._submit(self.sheet)
        self._due(later, "self_deadline", "2000-01-01")
        self._due(self.sheet, "review_deadline", "2000-01-02")
        sheets = self.env["perf.appraisal"].with_user(self.office)
        for xmlid in ("perf_appraisal_view_list", "perf_appraisal_view_list_team", "perf_appraisal_view_kanban"):
            view = sheets.get_view(self.env.ref(f"perf_appraisal.{xmlid}").id)["arch"]
            self.assertIn('default_order="deadline, ', view, xmlid)
        found = sheets.search([("period_id", "=", self.month.id)], order="deadline, id")
        self.assertEqual(found[:2], later.sorted("id"))
        self.assertEqual(found[2], self.sheet, "each by the day of its own next step")
        self.assertEqual(found.mapped("is_overdue")[:4], [True, True, True, False])
        backwards = sheets.search([("period_id", "=", self.month.id)], order="deadline desc, id")
        self.assertEqual(backwards[-1:], later.sorted("id")[1:])

    def _due(self, sheets, column, day):
        """Let single sheets be due on a day, which else follows from period and unit."""
        sheets.sudo()._unlocked().write({column: day})
        self.env.invalidate_all()

    # === THE AUDITOR === #

    def test_the_auditor_reads_what_waits_in_the_county(self):
        drafts = len(self.sheets) - 2
        self._submit(self.sheet)
        self._review(self.sheets["colleague"])
        plan = self._create_plan(self.indicators, approved=False, scope="staff", unit_id=self.township.id)
        plan.with_user(self.head).action_sign()
        cards = self._cards(self.auditor)
        counts = {kind: card["count"] for kind, card in cards.items() if card["reading"]}
        all_drafts = (
            self.env["perf.appraisal"]
            .with_user(self.auditor)
            .search_count([("state", "=", "draft"), ("period_id.state", "=", "open")])
        )
        self.assertGreaterEqual(all_drafts, drafts)
        self.assertEqual(counts, {"read_fill": all_drafts, "read_review": 1, "read_confirm": 1, "read_approve": 1})
        for user in (self.staff, self.head, self.office):
            self.assertFalse([kind for kind, card in self._cards(user).items() if card["reading"]])

    def test_what_waits_for_himself_stands_before_what_he_reads(self):
        self.staff.group_ids += self.env.ref(AUDITOR)
        self._submit(self.sheets["colleague"])
        self._pass_deadlines(self.month)
        self.month.sudo().self_deadline = Date.add(Date.today(), days=9)
        cards = self.env["perf.my.work"].with_user(self.staff).get_my_work()["cards"]
        self.assertEqual([card["reading"] for card in cards], [False] + [True] * (len(cards) - 1))
        self.assertTrue(any(card["late"] for card in cards[1:]))

    # === PERIODS === #

    def test_the_filter_of_what_has_begun_shows_a_month_just_opened(self):
        month = self._next_month()
        before = Date.subtract(month.date_start, days=1)  # as if it were the day before it begins
        view = self.env["perf.period"].with_user(self.office).get_view(view_type="search")["arch"]
        [text] = etree.fromstring(view).xpath("//filter[@name='past']/@domain")
        begun = Domain(literal_eval(text.replace("'today'", f"'{before}'")))
        self.assertNotIn(month, self.env["perf.period"].search(begun))
        self._open_period(month)
        self.assertIn(month, self.env["perf.period"].search(begun))
