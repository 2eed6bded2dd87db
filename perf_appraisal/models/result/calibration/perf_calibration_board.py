from datetime import UTC, datetime
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools import ranking, scoring
from ...abstract.given_ids import unseen

#: What is read of all results at once.
_READ = (
    *("appraisee_id", "employee_id", "unit_id", "category_id", "total", "rank", "rank_of"),
    *("grade_id", "proposed_grade_id", "veto", "state", "is_head"),
)


class Group(NamedTuple):
    """Those who share a quota, as the computation has them, and their results.

    :param members: list of :class:`Subject`
    :param ladders: ``{category id: perf.grade}``
    :param steps: list of ``ranking.Grade``
    :param results: ``{appraisee id: perf.result}``
    """

    members: list
    ladders: dict
    steps: list
    results: dict

    @property
    def expected(self):
        """Return among how many a quota is counted."""
        return sum(member.in_quota for member in self.members)

    def place(self, member, grade):
        """Return where a grade stands on the ladder of a member, nothing where it does not."""
        ladder = self.ladders[member.category_id].ids
        return ladder.index(grade.id) if grade.id in ladder else None

    def numbers(self):
        """Return how many have each grade, the best first."""
        places = [self.place(member, result.grade_id) for member, result in self.of_members()]
        return [places.count(place) for place in range(len(self.steps))]

    def of_members(self):
        """Return members with their results, by points."""
        found = [(member, self.results[member.id]) for member in self.members if member.id in self.results]
        return sorted(found, key=lambda pair: (-pair[1].total, pair[1].id))


class PerfCalibration(models.Model):
    """The board of a meeting: those who share a quota, by grade; and the moves from one grade to another."""

    _inherit = "perf.calibration"

    # === BUSINESS METHODS - BOARD === #

    @api.model
    @api.readonly
    def get_board(self, calibration_id=False, result_id=False):
        """Return the grades of one group of a meeting, computed and as they are moved.

        :param int calibration_id: the meeting, else the latest one
        :param int result_id: a result of the group, else the first group
        :return: ``{"id", "name", "period", "state", "can_move", "groups": [{"id", "name", "moved", "broken"}],
            "group_id", "expected", "grades": [{"place", "name", "number", "most", "broken", "cards": [card]}],
            "without": [card]}``; a card is ``{"id", "name", "hint", "total", "rank", "rank_of", "place",
            "proposed_place", "proposed", "reason", "dropped", "outdated", "grades": [{"id", "name", "place"}],
            "refused"}``; ``most`` is false where a grade has no quota, ``refused`` tells why a card cannot be moved
        """
        meeting = self.search([("id", "=", calibration_id)] if calibration_id else [], limit=1)
        groups, chosen = meeting._groups_and_one(result_id) if meeting else ([], {})
        return {
            "id": meeting.id,
            "name": meeting.name or "",
            "period": meeting.period_id.display_name or "",
            "state": meeting.state or "",
            "can_move": bool(meeting) and meeting.i_write,
            "groups": [{name: group[name] for name in ("id", "name", "moved", "broken")} for group in groups],
            "group_id": chosen.get("id", False),
            "expected": chosen.get("expected", 0),
            "grades": chosen.get("grades", []),
            "without": chosen.get("without", []),
        }

    def action_move_grade(self, result_id=False, grade_id=False, reason=None):
        """Move a result to another grade, with a reason, inside the quota.

        Note: self.ensure_one()

        :param int result_id: the result, one that the meeting decides on
        :param int grade_id: the grade, one that the result can have
        :param str reason: why
        :raise UserError: when the meeting is over, it is one's own matter or compared with it, a veto stands against
            it, or the quota is reached, with its numbers
        """
        self.ensure_one()
        self._check_readable()
        self._lock_states()
        if refused := self._refuse_without("write"):
            raise UserError(self._refusal_message(refused))
        result = self.env["perf.result"].search(self._scope() & Domain("id", "=", result_id))
        if not result:
            raise unseen(self.env["perf.result"])
        if refused := self._refuse_compared(result.sudo()) | result._refuse_without("calibrate"):
            raise UserError(
                self.env._("%(who)s: %(reason)s", who=result.appraisee_id.display_name, reason=refused[result.id])
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Write down the reason first."))
        grade = self.env["perf.grade"].browse(grade_id).exists()
        self._check_move(result, grade)
        if grade != result.grade_id:
            self.sudo()._keep_move(result, grade, reason.strip())
        return True

    # === BUSINESS METHODS - QUOTAS === #

    @api.model
    def _broken_quotas(self, period, kinds):
        """Return the sentences about quotas that grades break: those decided on stay though others were computed anew.

        :param period: ``perf.period`` record
        :param set kinds: units, people or both
        """
        return [
            self._quota_words({"name": ladder[place].name, "most": step.most}, number, group.expected)
            for kind in sorted(kinds)
            for group in self.new({"period_id": period.id, "kind": kind})._shared()
            for ladder in list(group.ladders.values())[:1]
            for place, (step, number) in enumerate(zip(group.steps, group.numbers(), strict=True))
            if _is_broken(step, number)
        ]

    # === HELPERS - BOARD === #

    def _shared(self):
        """Return those who share a quota, of whom the meeting decides on some: list of :class:`Group`."""
        period = self.sudo().period_id
        found = (
            self.env["perf.result"]
            .sudo()
            .search_fetch([("period_id", "=", period.id), ("kind", "=", self.kind)], _READ)
        )
        results = {result.appraisee_id.id: result for result in found}
        subjects = self.env["perf.result.facts"].sudo()._subjects(period, list(results))
        unit_grades = found._unit_grades(period) if self.kind == "employee" else {}
        categories = self.sudo().category_ids.ids
        return [
            Group(members, ladders, steps, results)
            for members, ladders, steps in self.env["perf.result.standing"]
            .sudo()
            ._shares(period, subjects, unit_grades)
            if not categories or any(member.category_id in categories for member in members)
        ]

    def _groups(self):
        """Return the board of each group: as it is now, after the decision as it was then."""
        self.ensure_one()
        kept = self.sudo().kept
        return kept["groups"] if kept else self._boards(self._shared())

    def _groups_and_one(self, result_id):
        """Return all groups in short, and the board of one.

        :param int result_id: a result of that group, else the first group
        """
        if kept := self.sudo().kept:
            groups = kept["groups"]
            return groups, next((group for group in groups if result_id in group["members"]), groups[0])
        shared = self._shared()
        groups = [self._short(group) for group in shared]
        place = next((place for place, group in enumerate(groups) if result_id in group["members"]), 0)
        return groups, next(iter(self._boards(shared[place : place + 1])), {})

    def _boards(self, shared):
        """Return the boards of groups.

        :param list shared: of :class:`Group`
        """
        results = self.env["perf.result"].browse(result.id for group in shared for _one, result in group.of_members())
        shifts, refused = self._last_shifts(results), self._unmovable(results)
        outdated = set(results.sudo().filtered("outdated").ids)
        boards = []
        for group in shared:
            cards = [
                {
                    **self._card(group, member, result),
                    **shifts.get(result.id, {"reason": "", "dropped": ""}),
                    "outdated": result.id in outdated,
                    "refused": refused.get(result.id, ""),
                }
                for member, result in group.of_members()
            ]
            boards.append(self._board(group, cards))
        return boards

    def _short(self, group):
        """Return what tells one group from the others.

        :param group: :class:`Group`
        """
        results = [result for _member, result in group.of_members()]
        return {
            "id": results[0].id,
            "name": self._group_name(results),
            "expected": group.expected,
            "members": [result.id for result in results],
            "moved": sum(result.grade_id != result.proposed_grade_id for result in results),
            "broken": any(map(_is_broken, group.steps, group.numbers())),
        }

    def _board(self, group, cards):
        """Return a group by its grades.

        :param group: :class:`Group`
        :param list cards: of its members
        """
        ladders = list(group.ladders.values())
        grades = [
            {
                "place": place,
                "name": " / ".join(dict.fromkeys(ladder[place].name for ladder in ladders)),
                "number": number,
                "most": False if step.most is None else step.most,
                "broken": _is_broken(step, number),
                "standard_met": ladders[0][place].standard_met,
                "cards": [card for card in cards if card["place"] == place],
            }
            for place, (step, number) in enumerate(zip(group.steps, group.numbers(), strict=True))
        ]
        return {**self._short(group), "grades": grades, "without": [card for card in cards if card["place"] is None]}

    def _group_name(self, results):
        """Return how those are called who share a quota.

        :param list results: ``perf.result`` records
        """
        units, categories = (
            list(dict.fromkeys(filter(None, (result[name].name for result in results))))
            for name in ("unit_id", "category_id")
        )
        if all(result.is_head for result in results):
            return " · ".join([self.env._("Heads of Units"), *categories[:1]])
        if self.kind == "employee" and len(units) == 1:
            return " · ".join(units + categories) if len(categories) == 1 else units[0]
        return " / ".join(categories) or self.env._("All")

    def _card(self, group, member, result):
        """Return what the board tells of one result.

        :param group: :class:`Group`
        :param member: :class:`Subject`
        :param result: ``perf.result`` record
        """
        result = result.sudo()
        return {
            "id": result.id,
            "name": result.employee_id.name or result.unit_id.name,
            "hint": " · ".join(filter(None, self._hint(group, result))),
            "total": result.total,
            "rank": result.rank,
            "rank_of": result.rank_of,
            "place": group.place(member, result.grade_id),
            "proposed_place": group.place(member, result.proposed_grade_id),
            "proposed": result.proposed_grade_id.name or "",
            "grades": [
                {"id": grade.id, "name": grade.name, "place": place}
                for place, grade in enumerate(group.ladders[member.category_id])
            ],
        }

    @staticmethod
    def _hint(group, result):
        """Return what tells a card from the others: unit and category, where they differ in the group."""
        units = {member.unit_id for member in group.members if member.kind == "employee"}
        return [
            result.unit_id.name if len(units) > 1 else "",
            result.category_id.name if len(group.ladders) > 1 else "",
        ]

    def _last_shifts(self, results):
        """Return the last move of each result: ``{result id: {"reason", "dropped"}}``, dropped: the grade it led to."""
        shifts = self.env["perf.result.shift"].sudo().search([("result_id", "in", results.ids)], order="id")
        return {
            shift.result_id.id: {
                "reason": "" if shift.dropped_on else shift.reason,
                "dropped": shift.new_grade_id.name if shift.dropped_on else "",
            }
            for shift in shifts
        }

    def _unmovable(self, results):
        """Return why results cannot be moved: ``{result id: sentence}``."""
        results = results.sudo()
        mine = self.env["perf.result"].search(self._scope() & Domain("id", "in", results.ids))
        settled = results.filtered(lambda result: result.state != "draft")
        graded = results.filtered("proposed_grade_id")
        return {
            **dict.fromkeys((results - graded).ids, self.env._("no grade is proposed")),
            **dict.fromkeys((graded - mine).ids, self.env._("another meeting decides on it")),
            **dict.fromkeys(settled.ids, self.env._("it is on notice or final")),
            **self._refuse_compared(mine.sudo()),
            **mine._refuse_without("calibrate"),
        }

    # === HELPERS - MOVES === #

    def _check_move(self, result, grade):
        """Raise when a result cannot get a grade.

        :raise UserError: telling why
        """
        who, appraisee = result.appraisee_id.display_name, result.appraisee_id.id
        group = next((group for group in self._shared() if appraisee in {one.id for one in group.members}), None)
        member = group and next(one for one in group.members if one.id == appraisee)
        place = group and group.place(member, grade)
        if place is None or not result.proposed_grade_id:
            raise UserError(self.env._("%(who)s cannot get the grade “%(grade)s”.", who=who, grade=grade.name or ""))
        best = ranking.best_of(scoring.to_decimal(result.total), group.steps, result.veto)
        if best is None or place < best:
            raise UserError(
                self.env._("%(who)s: a veto stands against the grade “%(grade)s”.", who=who, grade=grade.name)
            )
        unmet = self.env["perf.result.standing"].sudo()._unmet(result.sudo().period_id, [member])
        if grade in unmet.get(appraisee, ()):
            raise UserError(
                self.env._(
                    "%(who)s: “%(grade)s” is given only with: %(conditions)s.",
                    who=who,
                    grade=grade.name,
                    conditions=grade.conditions,
                )
            )
        step, number = group.steps[place], group.numbers()[place] + (grade != result.grade_id)
        if _is_broken(step, number) and grade != result.grade_id:
            raise UserError(self._quota_words({"name": grade.name, "most": step.most}, number, group.expected))

    def _quota_words(self, grade, number, expected):
        """Return the sentence about a quota that is broken, or would be.

        :param dict grade: ``{"name", "most"}``
        :param int number: how many have it, or would
        :param int expected: among how many the quota is counted
        """
        return self.env._(
            "“%(grade)s” is for at most %(most)s of %(expected)s, not for %(number)s. Move somebody else down first.",
            grade=grade["name"],
            most=grade["most"],
            expected=expected,
            number=number,
        )

    def _keep_move(self, result, grade, reason):
        """Move a result and keep who moved it, when, from which grade, and why; called as superuser."""
        self.env["perf.result.shift"]._unlocked().create(
            {
                "result_id": result.id,
                "calibration_id": self.id,
                "proposed_grade_id": result.proposed_grade_id.id,
                "old_grade_id": result.grade_id.id,
                "new_grade_id": grade.id,
                "reason": reason,
                "moved_by_id": self.env.uid,
            }
        )
        result.sudo()._unlocked().write(
            {
                "grade_id": grade.id,
                "standard_met": grade.standard_met,
                "calibration_id": self.id,
                "changed_on": datetime.now(UTC).replace(tzinfo=None),  # later than what was computed before
            }
        )


def _is_broken(step, number):
    """Return whether more have a grade than may."""
    return step.most is not None and number > step.most
