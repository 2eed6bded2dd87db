from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ....models.oversight.rating.perf_rating_ballot import ALPHABET, CODE_LENGTH
from ...rating import RatingCase


@tagged("post_install", "-at_install")
class TestPerfRatingBallot(RatingCase):
    def _columns(self):
        """Return all that the database keeps of codes, as text."""
        self.env.cr.execute("SELECT string_agg(b::text, ' ') FROM perf_rating_ballot b")
        return self.env.cr.fetchone()[0]

    def test_codes_are_long_and_kept_as_hashes_only(self):
        codes = self._codes(self.delegates, 200)
        self.assertGreaterEqual(len(ALPHABET) ** CODE_LENGTH, 2**60)
        self.assertEqual(len(set(codes)), 200)
        kept = self._columns()
        self.assertFalse([code for code in codes if code in kept])
        self.env.cr.execute("SELECT code_hash FROM perf_rating_ballot ORDER BY id")
        hashes = [row[0] for row in self.env.cr.fetchall()]
        self.assertEqual(hashes, sorted(hashes), "in an order that says nothing of the slips")

    def test_a_code_counts_once_however_it_is_typed(self):
        [code] = self._codes(self.delegates, 1)
        typed = f" {code[:5].lower()}-{code[5:10]} {code[10:]} "
        self.assertEqual(self._cast(typed, self.satisfied), {})
        for again in (code, typed):
            self.assertEqual(self._cast(again, self.fairly)["problem"], "used")
        self.assertEqual(self._cast("ABCDE", self.fairly)["problem"], "unknown")

    def test_a_ballot_is_taken_whole_or_not_at_all(self):
        [code] = self._codes(self.delegates, 1)
        ballots = self.env["perf.rating.ballot"].sudo()
        whole = [[rated.id, part.id, self.fairly.id] for rated in self.rated for part in self.kind.dimension_ids]
        other = self.env["perf.rating.type"].create({"name": "Another kind"})
        for ticks in (
            whole[1:],
            [[*whole[0][:2], other.choice_ids[0].id], *whole[1:]],
            [[self.sheet.appraisee_id.id, *whole[0][1:]], *whole[1:]],
            [[True, *whole[0][1:]], *whole[1:]],
            [None, *whole[1:]],
            {"ticks": whole},
            None,
        ):
            refused = ballots._cast(code, ticks)
            self.assertEqual(refused["problem"], "missing")
            self.assertIn(whole[0][:2], refused["missing"])
        self.assertEqual(ballots._cast(code, whole, [["a", "b"], [0, " "], [0, "x" * 900], [-5, "?"]]), {})

    def test_days_and_states_of_the_rating_are_told(self):
        code, later = self._codes(self.delegates, 2)
        with freeze_time(self.rating.date_end + timedelta(days=2)):
            self.assertEqual(self._cast(code, self.satisfied)["problem"], "over")
        with freeze_time(self.rating.date_start - timedelta(days=2)):
            self.assertEqual(self._cast(code, self.satisfied)["problem"], "early")
        self.assertEqual(self._cast(code, self.satisfied), {})
        self._close()
        self.assertEqual(self._cast(later, self.satisfied)["problem"], "unknown", "codes are deleted at closing")
        self.assertFalse(self._columns())

    def test_a_code_of_which_nobody_is_rated_any_more_counts_nothing(self):
        [code] = self._codes(self.own_staff, 1, self.township)
        self.rating._unlocked().write({"appraisee_ids": [Command.set(self.west.ids)]})
        ballots = self.env["perf.rating.ballot"].sudo()
        self.assertEqual(ballots._ask(code)["problem"], "nothing")
        self.assertEqual(ballots._cast(code, [])["problem"], "nothing")

    def test_people_of_the_same_name_are_told_apart_by_their_units(self):
        persons = self.cycle.appraisee_ids.filtered(lambda one: one.kind == "employee").sorted("id")
        first = persons[:1]
        second = persons.filtered(lambda one: one.unit_id != first.unit_id)[:1]
        third = persons.filtered(lambda one: one not in first + second)[:1]
        (first + second).employee_id.name = "Zhang Wei"
        rated = first + second + third
        rating = self._create_rating(
            kind="employee",
            appraisee_ids=[Command.set(rated.ids)],
            group_ids=[Command.create({"name": "All"}), Command.create({"name": "Paper", "channel": "tally"})],
        )
        rating.action_open()
        [code] = self._codes(rating.group_ids[0], 1)
        asked = {one["id"]: one["name"] for one in self.env["perf.rating.ballot"].sudo()._ask(code)["rated"]}
        expected = {one.id: f"Zhang Wei ({one.unit_id.name})" for one in first + second}
        self.assertEqual(asked, {**expected, third.id: third.employee_id.name})
        report = self.env["report.perf_appraisal.report_perf_rating_ballot"]
        self.assertIn(expected[first.id], str(report._papers(rating)))

    def test_only_the_office_makes_codes_and_only_of_groups_on_the_web(self):
        for user in (self.auditor, self.head, self.staff, self.inspector if hasattr(self, "inspector") else self.hr):
            with self.assertRefused((AccessError, UserError)):
                self._codes(self.delegates, 1, user=user)
        for group in (self.phone, self.institute):
            with self.assertRefused(UserError, "no codes"):
                self._codes(group, 1)
        for number in (0, 10**6):
            with self.assertRefused(UserError, "at once"):
                self._codes(self.delegates, number)

    def test_no_codes_are_made_before_the_rating_is_open_and_none_after(self):
        rating = self._create_rating()
        group = rating.group_ids[0]
        with self.assertRefused(UserError, "while the rating is open"):
            self._codes(group, 1)
        rating.action_open()
        self.assertEqual(len(self._codes(group, 1, user=self.office2)), 1)
        rating.action_void(reason="Wrong units.")
        with self.assertRefused((AccessError, UserError)):
            self._codes(group, 1)

    def test_nobody_has_a_right_to_ballots_or_answers(self):
        self._cast_many(self.delegates, [self.satisfied] * 10)
        self.env["perf.rating.pending"]._settle()
        for name in ("perf.rating.ballot", "perf.rating.pending", "perf.rating.answer"):
            for user in (self.office, self.admin, self.auditor, self.head, self.hr, self.staff):
                records = self.env[name].with_user(user)
                for attempt in (lambda records=records: records.search([]), lambda records=records: records.create({})):
                    with self.assertRefused(AccessError):
                        attempt()
