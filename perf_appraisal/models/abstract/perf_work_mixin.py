from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...tools import inheritance

_lt = LazyTranslate(__name__)

#: Where a task without a deadline stands among those with one, unless its card says otherwise: so many days off.
_RANK = 20

#: Due within so many days, a task is marked.
_SOON = 2


class Card(NamedTuple):
    """A kind of task that a model shows on *My Work*: whose it is, when it is due, its words, and what it opens.

    Words are lazy translations; they may name ``%(count)s`` and whatever else the finder gives the card.
    """

    #: Name of a searchable field: the right of who has the task. Without one, ``domain`` says all.
    right: str = ""
    #: Condition beside the right, in the notation of domains.
    domain: tuple = ()
    #: Group to which the task is shown; empty: everybody who has the right.
    group: str = ""
    #: Column of the day by which it is due.
    deadline: str = ""
    #: Place in the order, as days off; by default that of the deadline.
    rank: int | None = None
    #: Method that finds the cards, with kind and card as arguments.
    finder: str = "_find_work"
    icon: str = ""
    #: Look of a card that is neither late nor due soon.
    tone: str = "primary"
    #: What is to be done: of one record, and of several.
    title: Any = ""
    titles: Any = ""
    #: How many of several are late, in the word that counts this kind of records.
    lates: Any = _lt("%(late)s of %(count)s late")
    #: A sentence that explains it.
    hint: Any = ""
    button: Any = _lt("Show")
    #: External id of the action that lists several records, and the filters that are set there.
    action: str = ""
    filters: tuple = ()
    #: External id of the grid in which several are worked on at once.
    grid: str = ""
    #: It waits for others: who sees it reads only.
    reading: bool = False


#: What every card of the auditor has in common: a figure of what waits in the county, behind what waits for himself.
READING = Card(
    group="perf_appraisal.group_perf_auditor",
    rank=100,
    tone="secondary",
    hint=_lt("It waits for others; you read only."),
    reading=True,
)


class PerfWorkMixin(models.AbstractModel):
    """Declare what of a model is somebody's task: *My Work* shows the cards and knows no model."""

    _name = "perf.work.mixin"
    _description = "Tasks on My Work"

    #: kind → :class:`Card`. Extensions add theirs.
    _work_cards = {}

    # === BUSINESS METHODS - MY WORK === #

    @api.model
    def _get_work(self):
        """Return the cards of this model that are the user's, in any order and in a constant number of queries.

        :return: list of dicts as from :meth:`_work_card`
        """
        cards = inheritance.declared(type(self), "_work_cards")
        user = self.env.user
        return [
            found
            for kind, card in cards.items()
            if not card.group or user.has_group(card.group)
            for found in getattr(self, card.finder)(kind, card)
        ]

    @api.model
    def _work_domain(self, card):
        """Return the domain of the records that wait for the user.

        :param card: :class:`Card`
        """
        right = Domain(card.right, "=", True) if card.right else Domain.TRUE
        return right & Domain(list(card.domain))

    @api.model
    def _find_work(self, kind, card):
        """Return one card of all records that wait, or none; each is late by its own deadline, extensions included.

        :param str kind: kind of the card
        :param card: :class:`Card`
        """
        by_day = [f"{card.deadline}:day"] if card.deadline else []
        groups = self._read_group(self._work_domain(card), by_day, ["__count", "id:min"])
        days = [(day[0] if day else False, count) for *day, count, _first in groups if count]
        first = groups[0][-1] if groups else False
        return [self._work_card(kind, card, **self._work_days(days), res_id=first)] if days else []

    @api.model
    def _work_days(self, days):
        """Return count, late ones and deadline of tasks.

        :param list days: tuples ``(day by which they are due, how many)``
        """
        today = self.env.company._perf_today()
        return {
            "count": sum(count for _day, count in days),
            "late": sum(count for day, count in days if day and day < today),
            "deadline": min((day for day, _count in days if day), default=None),
        }

    @api.model
    def _work_card(self, kind, card, *, deadline=None, count=1, late=0, res_id=False, words=None, **values):
        """Return a card as the screen shows it.

        :param str kind: kind of the card
        :param card: :class:`Card`
        :param date deadline: the day by which the first is due
        :param int count: how many records wait
        :param int late: how many of them are late
        :param int res_id: the record, if there is but one
        :param dict words: ``title``, ``hint`` and ``button`` that differ from the card's own
        :param values: what the words name, and further values for the screen; ``returned`` is why it was given back
        """
        days = (deadline - self.env.company._perf_today()).days if deadline else None
        returned = values.get("returned")
        told = {
            "title": card.titles if count > 1 and card.titles else card.title,
            "hint": _lt("Given back: %(returned)s") if returned else card.hint,
            "lates": card.lates if late and count > 1 else "",
            "button": card.button,
            **(words or {}),
        }
        named = {**values, "count": count, "late": late, "returned": returned}
        tone = "warning" if days is not None and days <= _SOON else card.tone
        return {
            "key": f"{kind}-{res_id if count == 1 else 0}",
            "kind": kind,
            "count": count,
            "late": late,
            "res_id": res_id if count == 1 else False,
            "rank": 0 if returned else next(rank for rank in (card.rank, days, _RANK) if rank is not None),
            "days": days,
            "deadline": fields.Date.to_string(deadline) if deadline else False,
            "icon": card.icon,
            "tone": card.tone if card.reading else "danger" if late or returned else tone,
            "reading": card.reading,
            **{name: self.env._(text) % named for name, text in told.items()},  # pylint: disable=gettext-variable,translation-not-lazy
            **self._work_opens(card, res_id if count == 1 else False),
            "grid": card.grid if count > 1 else "",
            **values,
        }

    @api.model
    def _work_opens(self, card, res_id):
        """Return what a card opens: one record, or the list of several.

        :param card: :class:`Card`
        :param int res_id: the record, if there is but one
        """
        if card.action and not res_id:
            return {"action": card.action, "context": {f"search_default_{name}": 1 for name in card.filters}}
        form = {"type": "ir.actions.act_window", "res_model": self._name, "res_id": res_id, "views": [(False, "form")]}
        return {"action": form, "context": {}}
