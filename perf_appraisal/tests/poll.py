"""A rating of the two townships of the test, of which the figures are those of the handbook."""

from odoo import Command

from .rating import RatingCase

#: Ticks of a ballot: places of the choices.
BEST, FAIR, WORST, UNKNOWN = range(4)

#: Weight, channel and whom they rate, by name.
GROUPS = {
    "Staff": (3, "web", "own"),
    "Leaders": (2, "tally", "all"),
    "Peers": (2, "web", "all"),
    "Survey": (3, "third_party", "all"),
}


class PollCase(RatingCase):
    """``rating`` is open: *staff* (web, own unit) 3, *leaders* (tally) 2, *peers* (web) 2, *survey* (third party) 3."""

    def registry_enter_test_mode(self, **options):
        """Enter it once: a test with a server is in it already."""
        if not type(self)._registry_patched:
            super().registry_enter_test_mode(**options)

    @classmethod
    def _setup_rating(cls):
        super()._setup_rating()
        cls.staff_group, cls.leader_group, cls.peer_group, cls.survey = cls.rating.group_ids
        cls.choices = cls.kind.choice_ids

    @classmethod
    def _create_rating(cls, **values):
        groups = [
            Command.create({"name": name, "weight": weight, "channel": channel, "rates": rates, "sequence": place})
            for place, (name, (weight, channel, rates)) in enumerate(GROUPS.items())
        ]
        return super()._create_rating(**{"name": "Mid-year review", "group_ids": groups, **values})

    # === HELPERS === #

    @classmethod
    def _vote(cls, group, ballots, unit=None, comments=()):
        """Cast ballots of a group: each is a pair of places of choices, the same about all who are rated.

        :param comments: texts about the first who is rated, one a ballot
        """
        rated = group._rated(unit)[:1].id
        for place, (code, (first, other)) in enumerate(
            zip(cls._codes(group, len(ballots), unit), ballots, strict=True)
        ):
            said = [(rated, comments[place])] if place < len(comments) else ()
            refused = cls._cast(code, cls.choices[first], cls.choices[other], said)
            assert not refused, refused

    def _close(self, rating=None):
        """Close a rating with what has come, as the office does: where no tally is entered, none will come."""
        rating = (rating or self.rating).with_user(self.office)
        for group in rating._groups_to_tally() - rating.tally_ids.group_id:
            self._tally(group, [], absent_reason="Nobody was asked.")
        rating.action_close()
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
