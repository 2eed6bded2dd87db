"""A rating of the two townships: by staff on the web, by leaders in a tally, by peers on the web, by a third party."""

from contextlib import nullcontext
from datetime import timedelta

from odoo import Command, fields

from .common import PerfCommon

#: Ticks of a ballot: places of the choices, by dimension.
BEST, FAIR, WORST, UNKNOWN = range(4)


class PollCase(PerfCommon):
    """``rating`` is open: *staff* (web, own unit) 3, *leaders* (tally) 2, *peers* (web) 2, *survey* (third party) 3.

    Two dimensions weigh 60 and 40; the choices are worth 100, 70, 30 and nothing. Each group needs 5 answers.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["perf.rating.type"].create(
            {
                "name": "Review of the test",
                "dimension_ids": [
                    Command.create({"name": "Attitude", "weight": 60.0, "sequence": 1}),
                    Command.create({"name": "Effect", "weight": 40.0, "sequence": 2}),
                ],
            }
        )
        cls.choices, (cls.attitude, cls.effect) = cls.kind.choice_ids, cls.kind.dimension_ids
        units = cls.cycle.appraisee_ids.filtered(lambda one: one.kind == "unit")
        cls.east = units.filtered(lambda one: one.unit_id == cls.township)
        cls.west = units.filtered(lambda one: one.unit_id == cls.other)
        cls.rating = cls._create_rating()
        cls.staff_group, cls.leader_group, cls.peer_group, cls.survey = cls.rating.group_ids

    # === FACTORIES === #

    @classmethod
    def _create_rating(cls, **values):
        """Create a rating of the two townships as the office, and open it."""
        today = fields.Date.today()
        groups = (
            ("Staff", 3, "web", "own"),
            ("Leaders", 2, "tally", "all"),
            ("Peers", 2, "web", "all"),
            ("Survey", 3, "third_party", "all"),
        )
        rating = (
            cls.env["perf.rating"]
            .with_user(cls.office)
            .create(
                {
                    "name": "Mid-year review",
                    "rating_type_id": cls.kind.id,
                    "period_id": cls._period("year", 1).id or cls.cycle.period_ids[:1].id,
                    "date_start": today,
                    "date_end": today + timedelta(days=3),
                    "appraisee_ids": [Command.set((cls.east + cls.west).ids)],
                    "group_ids": [
                        Command.create(
                            {"name": name, "weight": weight, "channel": channel, "rates": rates, "sequence": place}
                        )
                        for place, (name, weight, channel, rates) in enumerate(groups)
                    ],
                    **values,
                }
            )
        )
        rating.action_open()
        return rating

    @classmethod
    def _vote(cls, group, ballots, unit=None, comments=()):
        """Cast ballots of a group: each is a pair of places of choices, the same about all who are rated.

        :param comments: texts about the first who is rated, one a ballot
        """
        made = (
            cls.env["perf.rating.ballot"]
            .with_user(cls.office)
            ._make_codes(group.with_user(cls.office), {unit.id if unit else 0: len(ballots)})
        )
        codes = [code for found in made.values() for code in found]
        rated = group._rated(unit)
        for place, (code, ticks) in enumerate(zip(codes, ballots, strict=True)):
            answers = [
                [one.id, dimension.id, cls.choices[choice].id]
                for one in rated
                for dimension, choice in zip((cls.attitude, cls.effect), ticks, strict=True)
            ]
            said = [[rated[:1].id, comments[place]]] if place < len(comments) else []
            problem = cls.env["perf.rating.ballot"].sudo()._cast(code, answers, said)
            assert not problem, problem

    @classmethod
    def _tally(cls, group, lines):
        """Enter and check a tally: lines as values."""
        proof = cls._create_attachment(cls.office)
        tally = (
            cls.env["perf.rating.tally"]
            .with_user(cls.office)
            .create(
                {
                    "rating_id": group.rating_id.id,
                    "group_id": group.id,
                    "line_ids": [Command.create(line) for line in lines],
                    "evidence_ids": [Command.set(proof.ids)],
                }
            )
        )
        tally.action_enter()
        tally.with_user(cls.office2).action_check()

    def _close(self, rating=None):
        """Close a rating as the office; what is counted apart is counted by the same cursor."""
        rating = rating or self.rating
        with nullcontext() if type(self)._registry_patched else self.enter_registry_test_mode():
            rating.with_user(self.office).action_close()
        self.env.invalidate_all()

    def _answer_all(self):
        """Let all four groups rate both townships, the staff of the west in too small a number."""
        self._vote(self.staff_group, [(BEST, FAIR)] * 6 + [(UNKNOWN, WORST)] * 2, self.township)
        self._vote(self.staff_group, [(WORST, WORST)] * 4, self.other)
        self._vote(self.peer_group, [(BEST, BEST)] * 5)
        self._tally(
            self.leader_group,
            [
                {"appraisee_id": one.id, "dimension_id": dimension.id, "choice_id": self.choices[FAIR].id, "votes": 10}
                for one in self.east + self.west
                for dimension in (self.attitude, self.effect)
            ],
        )
        self._tally(self.survey, [{"appraisee_id": self.east.id, "percent": 80.0}])
