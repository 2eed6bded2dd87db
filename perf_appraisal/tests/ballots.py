"""Ratings for tests: two units, asked about two things, in a group on the web unless a test wants others."""

from odoo import Command
from odoo.tools import SQL

DIMENSIONS = ("Attitude", "Effect")


class BallotsMixin:
    """Make ratings, codes and ballots in the county of ``PerfCommon``."""

    @classmethod
    def _create_rating(cls, groups=None, dimensions=DIMENSIONS, opened=True, **values):
        """Create a rating of the two townships, opened by the office.

        :param list groups: values of its groups
        """
        kind = cls.env["perf.rating.type"].create(
            {
                "name": "Public review of the test",
                "dimension_ids": [Command.clear(), *(Command.create({"name": name}) for name in dimensions)],
            }
        )
        today = cls.env.company._perf_today()
        rated = cls.cycle.appraisee_ids.filtered(lambda one: one.unit_id in cls.township + cls.other)
        rating = cls.env["perf.rating"].create(
            {
                "name": "Mid-year review of the test",
                "rating_type_id": kind.id,
                "period_id": cls._period("year", 1).id,
                "appraisee_ids": [Command.set(rated.filtered(lambda one: one.kind == "unit").ids)],
                "date_start": today,
                "date_end": today,
                "group_ids": [Command.create(group) for group in groups or [{"name": "Delegates"}]],
                **values,
            }
        )
        if opened:
            rating.with_user(cls.office).action_open()
        return rating

    @classmethod
    def _make_codes(cls, group, number=1, unit=None):
        """Make codes as the office does."""
        made = cls.env["perf.rating.ballot"].with_user(cls.office)._make_codes(group, {unit.id if unit else 0: number})
        return [code for codes in made.values() for code in codes]

    def _ticks(self, rating, place=0, rated=None):
        """Return a whole ballot that gives the same answer to all questions."""
        kind = rating.rating_type_id
        return [
            [one.id, dimension.id, kind.choice_ids[place].id]
            for one in (rating.appraisee_ids if rated is None else rated)
            for dimension in kind.dimension_ids
        ]

    def _waiting(self, group):
        """Return what the ballots of a group hold that wait to be counted."""
        rows = self.env.execute_query(
            SQL("SELECT content FROM perf_rating_pending WHERE group_id = %s AND ballot_id IS NOT NULL", group.id)
        )
        return [content for (content,) in rows]
