from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...abstract.perf_work_mixin import READING, Card

_lt = LazyTranslate(__name__)

_FILLED_IN = _lt("%(filled)s of %(total)s lines filled in")
_FILLED_IN_FOR_HEAD = _lt("%(filled)s of %(total)s lines filled in; the head of the unit submits it.")

#: Of units: a line is left that has no lead unit, or that its lead unit is late with.
_WITH_LINES_LEFT = (
    "line_ids",
    "any",
    [("reviewed_on", "=", False), "|", ("is_led", "=", False), ("appraisal_id.is_overdue", "=", True)],
)


class PerfSheetTasks(models.AbstractModel):
    """What of a sheet is whose task: to fill it in, to review it, to confirm it, to remind those who are late."""

    _name = "perf.sheet.tasks"
    _description = "Tasks about Sheets"
    _inherit = ["perf.work.mixin"]

    _work_cards = {
        "fill": Card(
            right="i_prepare",
            finder="_find_work_to_fill",
            icon="fa-pencil",
            title=_lt("Fill in your sheet for %(period)s"),
            hint=_FILLED_IN,
            button=_lt("Fill in"),
        ),
        "review": Card(
            right="i_review",
            domain=(("i_appraise", "=", True), ("reviewer_id", "!=", False)),
            deadline="review_deadline",
            icon="fa-check-square-o",
            title=_lt("Review 1 sheet"),
            titles=_lt("Review %(count)s sheets"),
            hint=_lt("Your people have scored themselves; now it is your turn."),
            button=_lt("Review"),
            action="perf_appraisal.perf_appraisal_action_review",
            grid="perf_appraisal.perf_grid_action_review",
        ),
        "review_top": Card(
            right="i_review",
            domain=(("i_appraise", "=", True), ("reviewer_id", "=", False), ("kind", "=", "employee")),
            deadline="review_deadline",
            icon="fa-check-square-o",
            title=_lt("Review 1 sheet of a head"),
            titles=_lt("Review %(count)s sheets of heads"),
            hint=_lt("Nobody is above them, so the Performance Office reviews them."),
            button=_lt("Review"),
            action="perf_appraisal.perf_appraisal_action",
            filters=("review_top",),
        ),
        "review_units": Card(
            right="i_review",
            domain=(("i_appraise", "=", True), ("kind", "=", "unit"), _WITH_LINES_LEFT),
            deadline="review_deadline",
            icon="fa-check-square-o",
            title=_lt("Review 1 sheet of a unit"),
            titles=_lt("Review %(count)s sheets of units"),
            hint=_lt(
                "Lines without a lead unit are scored by the Performance Office, and the others once they are late."
            ),
            button=_lt("Review"),
            action="perf_appraisal.perf_appraisal_action",
            filters=("review_units",),
        ),
        "review_above": Card(
            right="i_review",
            domain=(("i_appraise", "=", False),),
            deadline="review_deadline",
            icon="fa-clock-o",
            title=_lt("1 sheet that its leader has not reviewed"),
            titles=_lt("%(count)s sheets that their leaders have not reviewed"),
            hint=_lt("The deadline of the review is past, so you may review in the leader's place."),
            button=_lt("Review"),
            action="perf_appraisal.perf_appraisal_action_review_above",
        ),
        "confirm": Card(
            right="i_confirm",
            deadline="confirm_deadline",
            icon="fa-gavel",
            title=_lt("Confirm 1 sheet"),
            titles=_lt("Confirm %(count)s sheets"),
            hint=_lt("Reviewed by their leaders. Confirming posts them to the score ledger."),
            button=_lt("Confirm"),
            action="perf_appraisal.perf_appraisal_action_confirm",
        ),
        "stuck": Card(
            right="i_unblock",
            finder="_find_work_without_reviewer",
            rank=0,
            icon="fa-user-times",
            tone="warning",
            title=_lt("1 open sheet of %(reviewer)s has nobody to review it"),
            titles=_lt("%(count)s open sheets of %(reviewer)s have nobody to review them"),
            hint=_lt("The reviewer has no account any more, and nobody stands in. Give all of them to somebody else."),
            button=_lt("Choose a reviewer"),
        ),
        "team": Card(
            right="i_expect",
            domain=(("state", "=", "draft"), ("period_id.state", "=", "open"), ("i_answer", "=", False)),
            deadline="self_deadline",
            rank=30,
            finder="_find_work_of_team",
            icon="fa-users",
            tone="secondary",
            title=_lt("1 sheet is not handed in yet"),
            titles=_lt("%(count)s sheets are not handed in yet"),
            hint=_lt("Your people still have to score themselves."),
            action="perf_appraisal.perf_appraisal_action_team",
        ),
        "read_fill": READING._replace(
            domain=(("state", "=", "draft"), ("period_id.state", "=", "open")),
            deadline="self_deadline",
            icon="fa-pencil",
            title=_lt("1 sheet is not handed in yet"),
            titles=_lt("%(count)s sheets are not handed in yet"),
            action="perf_appraisal.perf_appraisal_action",
            filters=("draft",),
        ),
        "read_review": READING._replace(
            domain=(("state", "=", "self_scored"), ("period_id.state", "=", "open")),
            deadline="review_deadline",
            icon="fa-check-square-o",
            title=_lt("1 sheet waits for its review"),
            titles=_lt("%(count)s sheets wait for their review"),
            action="perf_appraisal.perf_appraisal_action",
            filters=("self_scored",),
        ),
        "read_confirm": READING._replace(
            domain=(("state", "=", "reviewed"), ("period_id.state", "=", "open")),
            deadline="confirm_deadline",
            icon="fa-gavel",
            title=_lt("1 sheet waits for its confirmation"),
            titles=_lt("%(count)s sheets wait for their confirmation"),
            action="perf_appraisal.perf_appraisal_action",
            filters=("reviewed",),
        ),
    }

    # === BUSINESS METHODS - MY WORK === #

    @api.model
    def _find_work_to_fill(self, kind, card):
        """Return a card for every sheet that the user has to fill in, with how far it is."""
        sheets = self.search(self._work_domain(card))
        progress = sheets._work_progress()
        submitted = sheets._holding("submit")
        found = []
        for sheet in sheets:
            filled, total = progress.get(sheet.id, (0, 0))
            values = {
                "period": sheet.period_id.display_name,
                "unit": sheet.unit_id.name if sheet.kind == "unit" else False,
                "submits": sheet in submitted,
                "returned": sheet.return_reason or False,
                "filled": filled,
                "total": total,
            }
            found.append(
                self._work_card(
                    kind,
                    card,
                    deadline=None if values["returned"] else sheet.deadline or None,  # its day was the first time's
                    late=int(sheet.is_overdue and not values["returned"]),
                    res_id=sheet.id,
                    words=self._fill_words(values),
                    **values,
                )
            )
        return found

    @staticmethod
    def _fill_words(values):
        """Return the words of a card to fill in that differ from those of one's own sheet, begun.

        :param dict values: values of the card
        """
        words = {}
        if values["unit"]:
            words["title"] = _lt("Fill in the sheet of %(unit)s for %(period)s")
        if not values["submits"]:
            return words if values["returned"] else {**words, "hint": _FILLED_IN_FOR_HEAD}
        if values["returned"]:
            words["button"] = _lt("Correct and hand in")
        elif values["filled"] == values["total"]:
            words["button"] = _lt("Check and submit")
        return words

    def _work_progress(self):
        """Return how many lines of each sheet need no more input, of how many: ``{id: (filled in, all)}``."""
        if not self:
            return {}
        line = self.env["perf.appraisal.line"]
        of_sheets = Domain("appraisal_id", "in", self.ids)
        filled = of_sheets & Domain("is_filled_in", "=", True)
        totals = {sheet.id: count for sheet, count in line._read_group(of_sheets, ["appraisal_id"], ["__count"])}
        done = {sheet.id: count for sheet, count in line._read_group(filled, ["appraisal_id"], ["__count"])}
        return {key: (done.get(key, 0), count) for key, count in totals.items()}

    @api.model
    def _find_work_without_reviewer(self, kind, card):
        """Return a card for every reviewer who is gone: its button gives all his open sheets to somebody else."""
        groups = self._read_group(self._work_domain(card), ["reviewer_id"], ["__count"])
        found = []
        for reviewer, count in groups:
            values = self._work_card(kind, card, count=count, reviewer=reviewer.sudo().name)
            values.update(key=f"{kind}-{reviewer.id}", action=self._hand_on_action(reviewer), context={}, grid="")
            found.append(values)
        return found

    @api.model
    def _hand_on_action(self, reviewer):
        """Return an action that opens the dialog in which another reviewer gets all open sheets of one.

        :param reviewer: ``hr.employee`` record
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_reviewer_change_action")
        return {**action, "context": {"default_former_id": reviewer.id}}

    @api.model
    def _find_work_of_team(self, kind, card):
        """Return the card of the people who have not handed in yet, and for how many the user may fill in."""
        found = self._find_work(kind, card)
        own = Domain("kind", "=", "employee") & Domain("i_fill", "=", True)
        fillable = self.search_count(self._work_domain(card) & own) if found else 0
        for values in found:
            values["fillable"] = fillable
            if fillable:
                values["grid"] = "perf_appraisal.perf_grid_action_self"
                values["hint"] = self.env._(
                    "Remind them, or fill in for those who cannot do it themselves; it is marked so."
                )
        return found
