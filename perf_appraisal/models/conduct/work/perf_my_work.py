from odoo import api, fields, models
from odoo.fields import Domain

from ..sheet.perf_appraisal import DEADLINES

#: How many days off a task without a deadline of its own is placed among those with one.
URGENCY = {
    "job_failed": -1000,
    "period": 1,
    "sign": 2,
    "approve": 3,
    "team": 30,
    "job_running": 60,
}

#: Where a summary, which has no deadline of its own, stands among what has one: so many days off.
_RANK = 4

#: How many of the user's own sheets My Work lists.
RECENT = 6


class PerfMyWork(models.AbstractModel):
    """What waits for the user, in a constant number of queries."""

    _name = "perf.my.work"
    _description = "My Work"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_my_work(self):
        """Return what waits for the user, most urgent first, and the user's latest sheets.

        :return: ``{"cards": [{"key", "kind", "count", "late", "deadline", "days", "res_id", …}], "sheets": [{…}]}``
        """
        cards = sorted(self._work_cards(), key=lambda card: (card["rank"], card["key"]))
        return {"cards": cards, "sheets": self._work_recent(), "user": self.env.user.name}

    def _work_cards(self):
        """Return what waits for the user, in any order."""
        return [
            *self._work_sheets(),
            *self._work_reviews(),
            *self._work_plans(),
            *self._work_office(),
            *self._work_team(),
            *self._work_lead(),
            *self._work_standin(),
            *self._work_summaries(),
            *self._work_superior(),
        ]

    def _work_card(self, kind, deadline=None, rank=None, **values):
        """Return one card.

        :param str kind: what is to be done
        :param date deadline: the day it is due
        :param int rank: days off, for a card without a deadline
        """
        today = fields.Date.context_today(self)
        days = (deadline - today).days if deadline else None
        if rank is None:
            rank = URGENCY.get(kind, 20) if days is None else days
        return {
            "key": f"{kind}-{values.get('res_id') or 0}",
            "kind": kind,
            "count": 1,
            "late": 0,
            "res_id": False,
            "rank": rank,
            "days": days,
            "deadline": fields.Date.to_string(deadline) if deadline else False,
            **values,
        }

    def _work_sheets(self):
        """Return a card for every sheet that the user has to fill in."""
        unit_sheet = Domain("kind", "=", "unit") & (
            Domain("unit_id.perf_coordinator_ids.user_id", "=", self.env.uid) | Domain("unit_id.perf_i_head", "=", True)
        )
        domain = Domain("state", "=", "draft") & Domain("period_id.state", "=", "open")
        sheets = self.env["perf.appraisal"].search(domain & (Domain("is_mine", "=", True) | unit_sheet))
        totals = self._work_progress(sheets)
        headed = sheets.sudo().unit_id._flagged("perf_i_head")
        return [
            self._work_card(
                "fill",
                deadline=sheet.deadline or None,
                res_id=sheet.id,
                late=int(sheet.is_overdue),
                period=sheet.period_id.display_name,
                unit=sheet.unit_id.name if sheet.kind == "unit" else False,
                submits=sheet.kind != "unit" or sheet.unit_id in headed,
                returned=sheet.return_reason or False,
                filled=totals.get(sheet.id, (0, 0))[0],
                total=totals.get(sheet.id, (0, 0))[1],
            )
            for sheet in sheets
        ]

    def _work_progress(self, sheets):
        """Return how many lines of each sheet need no more input, of how many."""
        if not sheets:
            return {}
        line = self.env["perf.appraisal.line"]
        of_sheets = Domain("appraisal_id", "in", sheets.ids)
        filled = of_sheets & Domain("is_filled_in", "=", True)
        totals = {sheet.id: count for sheet, count in line._read_group(of_sheets, ["appraisal_id"], ["__count"])}
        done = {sheet.id: count for sheet, count in line._read_group(filled, ["appraisal_id"], ["__count"])}
        return {key: (done.get(key, 0), count) for key, count in totals.items()}

    def _work_reviews(self):
        """Return the cards of the sheets to review.

        Those of the user's own people; past their deadline, those of leaders below; for the office, those of the
        heads at the top.
        """
        waiting = Domain("state", "=", "self_scored") & Domain("is_my_turn", "=", True)
        mine = Domain("i_am_reviewer", "=", True) & Domain("reviewer_id", "!=", False)
        above = waiting & ~mine
        cards = self._work_waiting("review", waiting & mine)
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            top = Domain("reviewer_id", "=", False)
            cards += self._work_waiting("review_top", waiting & top)
            above &= ~top
        return cards + self._work_waiting("review_above", above)

    def _work_waiting(self, kind, domain, state="self_scored"):
        """Return the card of the sheets of a domain, or none; each is late by its own deadline, extensions included.

        :param str kind: kind of the card
        :param domain: which sheets
        :param str state: the state whose deadline counts
        """
        today = fields.Date.context_today(self)
        domain &= Domain("period_id.state", "=", "open")
        groups = self.env["perf.appraisal"]._read_group(domain, [f"{DEADLINES[state]}:day"], ["__count", "id:min"])
        if not groups:
            return []
        dated = [deadline for deadline, _count, _first in groups if deadline]
        count = sum(count for _deadline, count, _first in groups)
        late = sum(count for deadline, count, _first in groups if deadline and deadline < today)
        return [
            self._work_card(
                kind,
                deadline=min(dated) if dated else None,
                rank=URGENCY.get(kind),
                count=count,
                late=late,
                res_id=groups[0][2] if count == 1 else False,
            ),
        ]

    def _work_plans(self):
        """Return the cards of the plans that the user signs or, in the office, approves."""
        plan = self.env["perf.plan"]
        kinds = {
            "sign": Domain("state", "=", "draft")
            & Domain("scope", "!=", "category")
            & Domain("line_ids", "!=", False)
            & Domain("unit_id.manager_id.user_id", "=", self.env.uid),
        }
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            kinds["approve"] = Domain("signed_by_id", "!=", self.env.uid) & (
                Domain("state", "=", "signed")
                | (Domain("state", "=", "draft") & Domain("scope", "=", "category") & Domain("line_ids", "!=", False))
            )
        cards = []
        for kind, domain in kinds.items():
            [(count, first)] = plan._read_group(domain, [], ["__count", "id:min"])
            if count:
                cards.append(self._work_card(kind, count=count, res_id=first if count == 1 else False))
        return cards

    def _work_office(self):
        """Return the cards of the Performance Office: what to confirm, to open, and its long jobs."""
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            return []
        domain = Domain("state", "=", "reviewed") & Domain("is_my_turn", "=", True)
        cards = self._work_waiting("confirm", domain, state="reviewed")
        return cards + self._work_period() + self._work_jobs()

    def _work_period(self):
        """Return the card of the current month while it is not opened."""
        due = self.env["perf.period"].search(
            [
                ("kind", "=", "month"),
                ("cycle_id.state", "=", "open"),
                ("date_start", "<=", fields.Date.context_today(self)),
            ],
            order="date_start desc",
            limit=1,
        )
        return [self._work_card("period", res_id=due.id, period=due.display_name)] if due.state == "pending" else []

    def _work_jobs(self):
        """Return the cards of jobs that failed or are under way."""
        kinds = {"job_failed": [("state", "=", "failed")], "job_running": [("state", "in", ("waiting", "running"))]}
        cards = []
        for kind, domain in kinds.items():
            [(count, first)] = self.env["perf.batch"]._read_group(domain, [], ["__count", "id:min"])
            if count:
                cards.append(self._work_card(kind, count=count, res_id=first if count == 1 else False))
        return cards

    def _work_team(self):
        """Return the card of the people who have not handed in yet, and for how many the user may fill in."""
        mine = Domain("i_am_reviewer", "=", True) | Domain("department_id.perf_i_lead", "=", True)
        domain = Domain("state", "=", "draft") & Domain("is_mine", "=", False) & mine
        cards = self._work_waiting("team", domain, state="draft")
        for card in cards:
            card["fillable"] = self.env["perf.appraisal"].search_count(
                domain & Domain("kind", "=", "employee") & Domain("is_my_turn", "=", True)
            )
        return cards

    def _work_lead(self):
        """Return the card of the lines that the user's unit has to score on the sheets of other units."""
        todo = (
            Domain("i_lead", "=", True)
            & Domain("state", "=", "self_scored")
            & Domain("period_id.state", "=", "open")
            & Domain("reviewed_on", "=", False)
        )
        line = self.env["perf.appraisal.line"]
        mine = Domain("id", "in", line._search(todo))  # the deadlines stand on sheets that are not the user's to read
        by_day = ["period_id", "appraisal_id.review_deadline:day"]
        today = fields.Date.context_today(self)
        periods = {}
        for period, deadline, count in line.sudo()._read_group(mine, by_day, ["__count"]):
            periods.setdefault(period, []).append((deadline, count))
        return [
            self._work_card(
                "lead",
                deadline=min((deadline for deadline, _count in days if deadline), default=None),
                count=sum(count for _deadline, count in days),
                late=sum(count for deadline, count in days if deadline and deadline < today),
                period=period.sudo(False).display_name,
                period_id=period.id,
                key=f"lead-{period.id}",
            )
            for period, days in periods.items()
        ]

    def _work_standin(self):
        """Return the card of the stand-ins that the user was asked to accept."""
        asked = Domain("state", "=", "draft") & Domain("standin_id.user_id", "=", self.env.uid)
        [(count, first)] = self.env["perf.standin"]._read_group(asked, [], ["__count", "id:min"])
        return [self._work_card("standin", rank=0, count=count, res_id=first if count == 1 else False)] if count else []

    def _work_summaries(self):
        """Return the cards of the summaries that can be written, submitted or confirmed by the user now."""
        cards = []
        drafts = self._work_summaries_of("draft", self._work_summary_units())
        if drafts:
            unopened = drafts._unopened_months()
            over = drafts.filtered(lambda summary: summary.period_id.id not in unopened)
            refused = over._refuse_submit()
            ready = over.filtered(lambda summary: summary.id not in refused)
            cards += self._work_summary_card("summary_submit", ready)
            cards += self._work_summary_card("summary_write", (over - ready).filtered(lambda found: not found.opinion))
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            submitted = self._work_summaries_of("submitted", Domain.TRUE)
            refused = submitted._refuse_confirm()
            ready = submitted.filtered(lambda summary: summary.id not in refused)
            cards += self._work_summary_card("summary_confirm", ready)
        return cards

    def _work_summary_units(self):
        """Return the domain of the summaries of the very units that the user heads, stands in for, or coordinates."""
        uid = self.env.uid
        standins = self.env["perf.standin"]
        return (
            Domain("unit_id.manager_id.user_id", "=", uid)
            | Domain("unit_id.perf_coordinator_ids.user_id", "=", uid)
            | Domain("unit_id", "in", standins.sudo().search(standins._current("head")).unit_id.ids)
        )

    def _work_summaries_of(self, state, domain):
        """Return the summaries of open quarters in a state, of the companies that the user has chosen.

        :param str state: state of the summaries
        :param domain: further condition
        """
        asked = Domain("state", "=", state) & Domain("period_id.state", "in", ("opening", "open"))
        chosen = Domain("company_id", "in", self.env.companies.ids)
        return self.env["perf.summary"].sudo().search(asked & chosen & domain).sudo(False)

    def _work_summary_card(self, kind, summaries):
        """Return the card of these summaries, or none.

        :param str kind: kind of the card
        :param summaries: ``perf.summary`` recordset
        """
        if not summaries:
            return []
        one = summaries if len(summaries) == 1 else summaries.browse()
        return [
            self._work_card(
                kind,
                rank=_RANK,
                count=len(summaries),
                res_id=one.id,
                period=summaries[0].period_id.display_name,
                returned=one.return_reason or False,
            )
        ]

    def _work_superior(self):
        """Return the cards of the superior indicators: to take into a plan, and for the office to assign."""
        kinds = {"superior": Domain("to_take", "=", True)}
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            kinds["superior_assign"] = Domain("lead_unit_id", "=", False) & Domain(
                "cycle_id.state", "in", ("draft", "open")
            )
        cards = []
        for kind, domain in kinds.items():
            [(count, first)] = self.env["perf.superior.indicator"]._read_group(domain, [], ["__count", "id:min"])
            if count:
                cards.append(self._work_card(kind, count=count, res_id=first if count == 1 else False))
        return cards

    def _work_recent(self):
        """Return the user's latest sheets that are under way or confirmed."""
        sheets = self.env["perf.appraisal"].search([("is_mine", "=", True), ("state", "!=", "draft")], limit=RECENT)
        states = dict(self.env["perf.appraisal"]._fields["state"]._description_selection(self.env))
        return [
            {
                "id": sheet.id,
                "period": sheet.period_id.display_name,
                "state": sheet.state,
                "state_label": states[sheet.state],
                "score": sheet.final_score,
                "full": sheet.full_score,
                "percent": sheet.percent,
            }
            for sheet in sheets
        ]
