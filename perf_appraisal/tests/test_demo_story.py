from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..demo import story


@tagged("post_install", "-at_install")
class TestDemoStory(BaseCase):
    """The demo county's story fits together on any day on which it is told."""

    def test_its_months_and_quarters_follow_each_other_on_every_day(self):
        for number in range(2 * 366):
            today = date(2027, 1, 1) + timedelta(days=number)
            closed, late, current = story.months(today)
            first, second, now = story.quarters_of(current)
            trial = story.trial_months(first)
            with self.subTest(today):
                told = [*trial, *closed, late, current]
                numbers = [when.year * 12 + when.month for when in told]
                self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(told))), "no month is left out")
                self.assertEqual(closed[0], second, "everybody has sheets from the second quarter on")
                self.assertLess(second, late)
                self.assertLessEqual(now, current)
                self.assertLessEqual(current, today)
                self.assertGreaterEqual((today - second).days, 90, "the first quarter is long over")

    def test_it_turns_to_the_next_month_on_its_day(self):
        for today, closed, late, current in (
            (date(2027, 1, 19), [(2026, 7), (2026, 8), (2026, 9), (2026, 10)], (2026, 11), (2026, 12)),
            (date(2027, 1, 20), [(2026, 10), (2026, 11)], (2026, 12), (2027, 1)),
            (date(2027, 3, 31), [(2026, 10), (2026, 11), (2026, 12), (2027, 1)], (2027, 2), (2027, 3)),
            (date(2027, 4, 1), [(2026, 10), (2026, 11), (2026, 12), (2027, 1)], (2027, 2), (2027, 3)),
            (date(2026, 12, 31), [(2026, 7), (2026, 8), (2026, 9), (2026, 10)], (2026, 11), (2026, 12)),
        ):
            with self.subTest(today):
                found = story.months(today)
                self.assertEqual([(when.year, when.month) for when in found[0]], closed)
                self.assertEqual([(when.year, when.month) for when in found[1:]], [late, current])
