"""What upholding corrects: as far as points can go, where something changes by it, and for all that rests on it."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import format_date

from ...notices import AppealCase


@tagged("post_install", "-at_install")
class TestPerfAppealCorrection(AppealCase):
    """East Township has 95 and a bonus of 3, which is all that the scheme gives; the clerk has 90."""

    @classmethod
    def _fill_quarter(cls):
        cls._post(cls.east, cls.q1, "bonus", 3.0, number=7)
        super()._fill_quarter()

    def _assertOfTheQuarter(self):
        """Check that an objection to the year cannot correct a sheet that the settled quarter has counted."""
        year = self._settle_year()
        line = self._line_of(year, self.east).with_user(self.stranger)
        appeal = self._hand_in(line.action_object(), self.stranger)
        sheet = self._result(self.whole, self.east).entry_ids.filtered(lambda entry: entry.kind == "sheet")
        self._take_up(appeal, entry_id=sheet.id, points=80.0)
        with self.assertRefused(UserError, f"counts in the result of {self.q1.display_name}, which is on notice"):
            appeal.with_user(self.office).action_uphold(reason="Less.")

    def _upheld(self, appeal, **values):
        self._take_up(appeal, **values)
        appeal.with_user(self.office).action_uphold(reason="It was wrong.")
        self.env.invalidate_all()
        return appeal

    # === WHAT CHANGES NOTHING === #

    def test_what_a_cap_swallows_is_not_upheld(self):
        appeal = self._object(self.stranger)
        self._take_up(appeal, points=1.0)
        with self.assertRefused(UserError, "nothing changes by this: a cap holds (Register: bonuses up to 3)"):
            appeal.with_user(self.office).action_uphold(reason="One more.")
        self.assertEqual((appeal.state, self._result(self.q1, self.east).state), ("reviewing", "notice"))
        self.assertFalse(self.env["perf.score.entry"].search([("res_model", "=", "perf.appeal")]))

    def test_what_no_component_counts_is_not_upheld(self):
        self.env.cr.execute("UPDATE perf_scheme_component SET takes_correction = false")
        self.env.invalidate_all()
        appeal = self._object(self.stranger)
        self._take_up(appeal, points=-2.0)
        with self.assertRefused(UserError, "no component of the scheme “Units of the past” counts such points"):
            appeal.with_user(self.office).action_uphold(reason="Less.")

    def test_the_same_points_are_no_correction(self):
        appeal = self._object(self.stranger)
        sheet = self._result(self.q1, self.east).entry_ids.filtered(lambda entry: entry.kind == "sheet")
        self._take_up(appeal, entry_id=sheet.id, points=95.0)
        with self.assertRefused(UserError, "has these points already"):
            appeal.with_user(self.office).action_uphold(reason="The same.")

    def test_an_entry_of_a_settled_quarter_is_not_corrected_by_the_year(self):
        self.env.cr.execute(
            "UPDATE perf_scheme_component SET source = 'result', child_kind = 'quarter', child_value = 'base'"
            " WHERE period_kind = 'year' AND source = 'sheet'"
        )
        self.env.invalidate_all()
        self._assertOfTheQuarter()

    def test_nor_where_the_year_counts_the_sheet_itself(self):
        self._assertOfTheQuarter()
        self.assertEqual(self._result(self.q1, self.east).total, 98.0)

    # === HOW FAR === #

    def test_points_stay_inside_what_the_sheet_can_give(self):
        appeal = self._object(self.stranger)
        sheet = self._result(self.q1, self.east).entry_ids.filtered(lambda entry: entry.kind == "sheet")
        for points in (940.0, -1.0):
            self.env.invalidate_all()
            appeal.with_user(self.office).action_accept()
            appeal.with_user(self.office).write({"entry_id": sheet.id, "points": points})
            self.assertIn("from 0.00 to 1", appeal.with_user(self.office).points_range)
            with self.assertRefused(UserError, "points are more than can be given or taken here"):
                appeal.with_user(self.office).action_uphold(reason="A slip.")
        appeal.with_user(self.office).write({"points": 94.0})
        appeal.with_user(self.office).action_uphold(reason="One less.")
        self.assertEqual(self._result(self.q1, self.east).total, 97.0)

    def test_points_stay_inside_the_caps_of_rule_and_scheme(self):
        appeal = self._object(self.stranger)
        bonus = self._result(self.q1, self.east).entry_ids.filtered(lambda entry: entry.kind == "bonus")
        rule = self.env["perf.indicator.rule"].search([("kind", "=", "bonus")], limit=1)
        self.env.cr.execute("UPDATE perf_indicator_rule SET max_points = 4 WHERE id = %s", [rule.id])
        self.env.cr.execute("UPDATE perf_score_entry SET rule_id = %s WHERE id = %s", [rule.id, bonus.id])
        self.env.invalidate_all()
        for values in ({"entry_id": bonus.id, "points": 4.5}, {"entry_id": bonus.id, "points": -1.0}, {"points": 3.5}):
            self._take_up(appeal, **{"entry_id": False, **values})
            with self.assertRefused(UserError, "points are more than can be given or taken here"):
                appeal.with_user(self.office).action_uphold(reason="A slip.")
        self._take_up(appeal, entry_id=bonus.id, points=2.0)
        appeal.with_user(self.office).action_uphold(reason="One less.")
        self.assertEqual(self._result(self.q1, self.east).total, 97.0)

    def test_points_that_nothing_limits_are_looked_at_twice(self):
        appeal = self._object(self.stranger)
        appeal.with_user(self.office).action_accept()
        mine = appeal.with_user(self.office)
        mine.write({"points": -20.0})
        self.assertTrue(mine.asks_check)
        with self.assertRefused(UserError, "no rule limits these points: look whether -20.00 is right"):
            mine.action_uphold(reason="Less.")
        mine.write({"points_checked": True})
        mine.write({"points": -2.0})
        self.assertFalse(mine.points_checked, "other points are looked at again")
        for user in (self.office2, self.stranger, self.auditor):
            with self.assertRefused((AccessError, UserError)):
                appeal.with_user(user).write({"points_checked": True})
        mine.write({"points_checked": True})
        mine.action_uphold(reason="Less.")
        self.assertEqual(self._result(self.q1, self.east).total, 96.0)

    def test_who_chooses_the_wrong_entry_reads_what_it_is(self):
        appeal = self._object(self.stranger)
        appeal.with_user(self.office).action_accept()
        offered = appeal.with_user(self.office).offered_entry_ids
        bonus = offered.filtered(lambda entry: entry.kind == "bonus")
        day = format_date(self.env, bonus.date)
        self.assertEqual(bonus.display_name, f"#{bonus.id}", "elsewhere nothing is told by the name")
        self.assertEqual(bonus.with_context(perf_entry_in_words=True).display_name, f"{day} · Bonus · +3.00")

    # === WHAT RESTS ON IT === #

    def test_a_quarter_sends_its_settled_year_back(self):
        year = self._settle_year()
        appeal = self._upheld(self._object(self.stranger), points=-20.0)
        for period, total in ((self.q1, 78.0), (self.whole, 78.0)):
            result = self._result(period, self.east)
            self.assertEqual((result.total, result.state), (total, "draft"))
            self.assertIn(appeal.name, result.sent_back)
            self.assertEqual(self._result(period, self.clerk).state, "notice", "another group")
        renewed = appeal.with_user(self.office).renewed_notice_ids
        self.assertEqual(renewed.replaces_id, self.notice + year)
        self.assertEqual(renewed.period_id, self.q1 + self.whole)

    def test_whoever_defends_himself_loses_nothing_in_the_year_either(self):
        self._finish()
        self._settle_year()
        appeal = self._reexamine()
        sheet = self._result(self.q1, self.clerk).entry_ids
        self._take_up(appeal, entry_id=sheet.id, points=80.0)
        with self.assertRefused(UserError, "fall from 90.00 to 80.00"):
            appeal.with_user(self.office).action_uphold(reason="Worse")

    # === AFTERWARDS === #

    def test_only_whose_points_changed_says_so_for_ever(self):
        appeal = self._upheld(self._object(self.stranger), points=-20.0)
        self.assertIn(appeal.name, self._result(self.q1, self.east).sent_back)
        west = self._result(self.q1, self.west)
        self.assertEqual((west.state, west.sent_back), ("draft", False))

    def test_it_leads_to_the_notice_that_is_issued_again(self):
        first, second = (self._object(user) for user in (self.stranger, self.staff))
        self._upheld(first, points=-20.0)
        draft = self.env["perf.notice"].search([("replaces_id", "=", self.notice.id)])
        self.assertEqual(first.with_user(self.office).action_view_renewed()["res_id"], draft.id)
        self.assertFalse(first.with_user(self.stranger).renewed_notice_ids, "a draft is the office's")
        opened = self.q1.with_user(self.office).action_publish_notice()["res_id"]
        self.assertEqual(opened, draft.id, "the period offers no second draft of them")
        self._take_up(second, points=-1.0)
        told = second.with_user(self.office).action_uphold(reason="One more.")
        self.assertIn(draft.name, str(told))
        self.assertEqual(second.with_user(self.office).renewed_notice_ids, draft, "no second draft of the same group")
        draft.with_user(self.office).action_publish()
        self.env.invalidate_all()
        self.assertEqual(first.with_user(self.stranger).renewed_notice_ids, draft)
        third = self._object_again(draft)
        self.assertFalse(third.with_user(self.office).renewed_notice_ids, "not decided yet")
        with freeze_time(draft.published_on + timedelta(minutes=1)):
            self._upheld(third, points=-1.0)
        renewed = third.with_user(self.office).renewed_notice_ids
        self.assertEqual(renewed.replaces_id, draft, "not the one to which it objected")

    def test_a_draft_begun_by_a_slip_is_thrown_away(self):
        line = self._line_of(self.notice, self.east).with_user(self.stranger)
        draft = self.env["perf.appeal"].browse(line.action_object()["res_id"])
        for user in (self.office, self.staff, self.auditor):
            with self.assertRefused((AccessError, UserError)):
                draft.with_user(user).action_discard()
        action = draft.with_user(self.stranger).action_discard()
        self.assertEqual((action["res_model"], action["target"]), ("perf.appeal", "main"))
        self.assertFalse(draft.exists())
        handed = self._object(self.stranger)
        with self.assertRefused((AccessError, UserError)):
            handed.with_user(self.stranger).action_discard()

    def _object_again(self, notice):
        line = self._line_of(notice, self.west).with_user(self.stranger)
        return self._hand_in(line.action_object(), self.stranger)


@tagged("post_install", "-at_install")
class TestPerfAppealOfUnit(AppealCase):
    """The clerk's result is made of the own sheets, 60 %, and of the result of the unit, 40 %."""

    @classmethod
    def _compose(cls):
        super()._compose()
        for kind in ("quarter", "year"):
            cls._component(cls.of_people, kind, "Unit", "unit_result", 40.0)
        cls.of_people.component_ids.filtered(lambda part: part.source == "rating").unlink()

    def test_what_is_wrong_with_a_unit_is_wrong_with_its_people(self):
        clerk = self._result(self.q1, self.clerk)
        self.assertEqual((clerk.total, clerk.state), (92.0, "notice"), "0.6 × 90 + 0.4 × 95")
        appeal = self._object(self.stranger)
        self._take_up(appeal, points=-20.0)
        appeal.with_user(self.office).action_uphold(reason="It was not built.")
        self.env.invalidate_all()
        self.assertEqual(self._result(self.q1, self.east).total, 75.0)
        self.assertEqual((clerk.total, clerk.state), (84.0, "draft"), "0.6 × 90 + 0.4 × 75")
        self.assertIn(appeal.name, clerk.sent_back)
        self.assertFalse(clerk.outdated)
