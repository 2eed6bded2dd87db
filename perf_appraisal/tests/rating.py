"""A rating of the two townships of the test by four groups at 3 : 2 : 2 : 3, in all three ways."""

from datetime import timedelta

from odoo import Command

from .common import PerfCommon


class RatingCase(PerfCommon):
    """``self.rating`` is open. Delegates and own staff have codes, a telephone tally and an institute's scores are due.

    Two dimensions at 60 : 40; choices are worth 100, 70 and 30, and one says nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_rating()

    def setUp(self):
        super().setUp()
        self.registry_enter_test_mode()  # ballots are counted in a transaction of their own

    @classmethod
    def _setup_rating(cls):
        """Make the rating and open it, as the office does."""
        cls.today = cls.env.company._perf_today()
        cls.half = cls._period("half", (cls.month.number + 5) // 6)
        cls.kind = (
            cls.env["perf.rating.type"]
            .with_user(cls.office)
            .create(
                {
                    "name": "Public review of the test",
                    "dimension_ids": [
                        Command.create({"name": "Attitude", "weight": 60.0, "sequence": 1}),
                        Command.create({"name": "Effect", "weight": 40.0, "sequence": 2}),
                    ],
                }
            )
        )
        cls.attitude, cls.effect = cls.kind.dimension_ids
        cls.satisfied, cls.fairly, cls.dissatisfied, cls.unknown = cls.kind.choice_ids
        cls.rated = cls.cycle.appraisee_ids.filtered(lambda appraisee: appraisee.kind == "unit")
        cls.east = cls.rated.filtered(lambda appraisee: appraisee.unit_id == cls.township)
        cls.west = cls.rated.filtered(lambda appraisee: appraisee.unit_id == cls.other)
        cls.rating = cls._create_rating()
        cls.delegates, cls.own_staff, cls.phone, cls.institute = cls.rating.group_ids
        cls.rating.action_open()

    @classmethod
    def _create_rating(cls, **values):
        """Make a rating that is not open yet."""
        groups = [
            {"name": "Delegates", "weight": 3.0, "expected": 30},
            {"name": "Own staff", "weight": 2.0, "expected": 20, "rates": "own"},
            {"name": "Telephone", "weight": 2.0, "expected": 50, "channel": "tally"},
            {"name": "Institute", "weight": 3.0, "channel": "third_party"},
        ]
        return (
            cls.env["perf.rating"]
            .with_user(cls.office)
            .create(
                {
                    "name": "Mid-year review of the test",
                    "rating_type_id": cls.kind.id,
                    "period_id": cls.half.id,
                    "date_start": cls.today,
                    "date_end": cls.today + timedelta(days=7),
                    "appraisee_ids": [Command.set(cls.rated.ids)],
                    "group_ids": [Command.create({"sequence": place, **group}) for place, group in enumerate(groups)],
                    **values,
                }
            )
        )

    # === HELPERS === #

    @classmethod
    def _codes(cls, group, number, unit=None, user=None):
        """Return new codes of a group, as the office makes them."""
        key = unit.id if unit else 0
        return cls.env["perf.rating.ballot"].with_user(user or cls.office)._make_codes(group, {key: number})[key]

    @classmethod
    def _cast(cls, code, choice, other=None, comments=()):
        """Cast a ballot with one choice on the first dimension, and another or the same on the second."""
        ballots = cls.env["perf.rating.ballot"].sudo()
        asked = ballots._ask(code)
        if "problem" in asked:
            return asked
        chosen = {cls.attitude.id: choice, cls.effect.id: other or choice}
        ticks = [
            [rated["id"], part["id"], chosen[part["id"]].id] for rated in asked["rated"] for part in asked["dimensions"]
        ]
        return ballots._cast(code, ticks, list(map(list, comments)))

    @classmethod
    def _cast_many(cls, group, choices, unit=None):
        """Let as many people as there are choices cast a ballot each."""
        for code, choice in zip(cls._codes(group, len(choices), unit), choices, strict=True):
            refused = cls._cast(code, choice)
            assert not refused, refused

    @classmethod
    def _tally(cls, group, lines, check=True, **values):
        """Enter a tally of a group, and let a colleague check it."""
        tally = (
            cls.env["perf.rating.tally"]
            .with_user(cls.office)
            .create(
                {
                    "rating_id": group.rating_id.id,
                    "group_id": group.id,
                    "line_ids": [Command.create(line) for line in lines],
                    "evidence_ids": [Command.set(cls._create_attachment(cls.office).ids)],
                    **values,
                }
            )
        )
        tally.action_enter()
        if check:
            tally.with_user(cls.office2).action_check()
        return tally

    @classmethod
    def _tally_phone(cls, west=None, **options):
        """Tally the telephone: East 6 satisfied, 2 fairly, 2 not at all; West all satisfied; both on each dimension.

        :param tuple west: choice and number of other votes about West
        """
        votes = [(cls.east, cls.satisfied, 6), (cls.east, cls.fairly, 2), (cls.east, cls.dissatisfied, 2)]
        votes += [(cls.west, *(west or (cls.satisfied, 10))), (cls.west, cls.unknown, 40)]
        lines = [
            {"appraisee_id": rated.id, "dimension_id": part.id, "choice_id": choice.id, "votes": number}
            for rated, choice, number in votes
            for part in (cls.attitude, cls.effect)
        ]
        return cls._tally(cls.phone, lines, **options)

    @classmethod
    def _tally_institute(cls, **options):
        """Enter what the institute gave: East 88.5, West 91."""
        lines = [{"appraisee_id": cls.east.id, "percent": 88.5}, {"appraisee_id": cls.west.id, "percent": 91.0}]
        return cls._tally(cls.institute, lines, **options)

    @classmethod
    def _close(cls, west=None):
        """Close the rating with what has come, as the office does."""
        cls._tally_phone(west)
        cls._tally_institute()
        cls.rating.action_close()

    @classmethod
    def _found(cls, appraisee, group=None, dimension=None):
        """Return score and number of answers as they are stored, nothing where they are not shown."""
        score = cls.rating.score_ids.filtered(
            lambda score: (
                score.appraisee_id == appraisee
                and score.group_id == (group or score.group_id.browse())
                and score.dimension_id == (dimension or score.dimension_id.browse())
            )
        )
        return (score.score, score.answers) if score else None
