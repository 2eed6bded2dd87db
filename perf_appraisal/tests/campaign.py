"""A rating of the two townships by three groups: on the web, by a tally, by a third party."""

from odoo import Command, fields

from .common import PerfCommon


class CampaignCase(PerfCommon):
    """``self.rating`` is open; ``self.web``, ``self.phone`` and ``self.institute`` are its groups.

    ``self.units`` are the two enrolments, East first; ``self.good``, ``self.poor`` and ``self.unknown`` the choices.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._perf_today()
        cls.kind = cls._create_kind()
        cls.good, cls.poor, cls.unknown = cls.kind.choice_ids
        cls.attitude, cls.effect = cls.kind.dimension_ids
        cls.half = cls._period("half", 1 if cls.today.month < 7 else 2)
        enrolled = cls.cycle.appraisee_ids.filtered(lambda one: one.kind == "unit")
        cls.units = enrolled.filtered(lambda one: one.unit_id == cls.township) + enrolled.filtered(
            lambda one: one.unit_id == cls.other
        )
        cls.rating = cls._create_rating()
        cls.web, cls.phone, cls.institute = cls.rating.group_ids
        cls.rating.with_user(cls.office).action_open()
        cls.env.flush_all()

    # === FACTORIES === #

    @classmethod
    def _create_kind(cls, **values):
        """Create a kind of rating that asks two questions."""
        choices = (("Good", 100.0, True), ("Poor", 20.0, True), ("Don't know", 0.0, False))
        return cls.env["perf.rating.type"].create(
            {
                "name": "Public review of the test",
                "choice_ids": [
                    Command.create({"name": name, "value": value, "counts": counts, "sequence": place})
                    for place, (name, value, counts) in enumerate(choices)
                ],
                "dimension_ids": [
                    Command.create({"name": name, "weight": weight})
                    for name, weight in (("Attitude", 40), ("Effect", 60))
                ],
                **values,
            }
        )

    @classmethod
    def _create_rating(cls, **values):
        """Prepare a rating of the townships, as the office."""
        groups = (("Delegates", 3.0, "web"), ("Telephone", 2.0, "tally"), ("Institute", 5.0, "third_party"))
        return (
            cls.env["perf.rating"]
            .with_user(cls.office)
            .create(
                {
                    "name": "Review of the test",
                    "rating_type_id": cls.kind.id,
                    "period_id": cls.half.id,
                    "date_start": cls.today,
                    "date_end": fields.Date.add(cls.today, days=10),
                    "appraisee_ids": [Command.set(cls.units.ids)],
                    "group_ids": [
                        Command.create({"name": name, "weight": weight, "channel": channel, "expected": 20})
                        for name, weight, channel in groups
                    ],
                    **values,
                }
            )
            .with_user(cls.env.user)
        )

    @classmethod
    def _tally(cls, group=None, user=None):
        """Begin the tally of a group, by default of the votes by telephone."""
        group = (group or cls.phone).with_user(user or cls.office)
        return cls.env["perf.rating.tally"].browse(group.action_open_tally()["res_id"])

    @classmethod
    def _cell(cls, unit, dimension=None, choice=None):
        return f"{unit.id}-{dimension.id if dimension else 0}-{choice.id if choice else 0}"

    @classmethod
    def _type_in(cls, tally, numbers, user=None):
        """Type votes into the grid: ``{(unit, dimension, choice): votes}``, of a third party ``{(unit,): percent}``."""
        changes = {cls._cell(*whose): number for whose, number in numbers.items()}
        tally.with_user(user or cls.office).write({"grid": {"changes": changes}})

    @classmethod
    def _full_tally(cls, user=None):
        """Enter the votes by telephone: 8 good and 2 poor on both questions about both units, with the protocol."""
        tally = cls._tally(user=user)
        cls._type_in(
            tally,
            {
                (unit, dimension, choice): votes
                for unit in cls.units
                for dimension in (cls.attitude, cls.effect)
                for choice, votes in ((cls.good, 8), (cls.poor, 2))
            },
            user,
        )
        cls._attach(tally, user)
        return tally

    @classmethod
    def _attach(cls, tally, user=None):
        user = user or cls.office
        files = cls._create_attachment(user, name="protocol.pdf")
        tally.with_user(user).write({"evidence_ids": [Command.set(files.ids)]})

    @classmethod
    def _checked(cls, tally, user=None, checker=None):
        """Hand a tally over and check it."""
        tally.with_user(user or cls.office).action_enter()
        tally.with_user(checker or cls.office2).action_check()
        return tally
