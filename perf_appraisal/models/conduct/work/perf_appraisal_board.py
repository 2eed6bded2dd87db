from odoo import api, fields, models

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

#: How many of the user's own sheets My Work lists.
RECENT = 6


class PerfAppraisal(models.Model):
    """What the screens *My Work* and *Board* show: plain data, in a constant number of queries."""

    _inherit = "perf.appraisal"

    # === ACTION METHODS === #

    def save_and_review(self, vals):
        """Write what the leader changed and finish the review, in one call.

        :param dict vals: values as for ``write``
        :raise UserError: as :meth:`action_review`; nothing is written then
        """
        self.ensure_one()
        if vals:
            self.write(vals)
        return self.action_review()

    def action_review(self):
        """Finish the review; of several sheets, tell how many.

        :return: a notification for several sheets, else true
        """
        waiting = len(self.filtered(lambda sheet: sheet.state == "self_scored"))
        result = super().action_review()
        if len(self) == 1:
            return result
        return self._notify_done(self.env._("%s sheets reviewed. They are with the Performance Office now.", waiting))

    def action_confirm(self):
        """Confirm; of several sheets, tell how many.

        :return: a notification for several sheets, else true
        """
        waiting = len(self.filtered(lambda sheet: sheet.state == "reviewed"))
        result = super().action_confirm()
        if len(self) == 1:
            return result
        return self._notify_done(self.env._("%s sheets confirmed and posted to the score ledger.", waiting))

    # === BUSINESS METHODS - MY WORK === #

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
        unit_sheet = fields.Domain("kind", "=", "unit") & (
            fields.Domain("unit_id.perf_coordinator_ids.user_id", "=", self.env.uid)
            | fields.Domain("unit_id.perf_i_head", "=", True)
        )
        domain = fields.Domain("state", "=", "draft") & fields.Domain("period_id.state", "=", "open")
        sheets = self.search(domain & (fields.Domain("is_mine", "=", True) | unit_sheet))
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
        of_sheets = fields.Domain("appraisal_id", "in", sheets.ids)
        filled = of_sheets & fields.Domain("is_filled_in", "=", True)
        totals = {sheet.id: count for sheet, count in line._read_group(of_sheets, ["appraisal_id"], ["__count"])}
        done = {sheet.id: count for sheet, count in line._read_group(filled, ["appraisal_id"], ["__count"])}
        return {key: (done.get(key, 0), count) for key, count in totals.items()}

    def _work_reviews(self):
        """Return the cards of the sheets to review.

        Those of the user's own people; past their deadline, those of leaders below; for the office, those of the
        heads at the top.
        """
        waiting = fields.Domain("state", "=", "self_scored") & fields.Domain("is_my_turn", "=", True)
        mine = fields.Domain("i_am_reviewer", "=", True) & fields.Domain("reviewer_id", "!=", False)
        above = waiting & ~mine
        cards = self._work_waiting("review", waiting & mine)
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            top = fields.Domain("reviewer_id", "=", False)
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
        domain &= fields.Domain("period_id.state", "=", "open")
        groups = self._read_group(domain, [f"{DEADLINES[state]}:day"], ["__count", "id:min"])
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
            "sign": fields.Domain("state", "=", "draft")
            & fields.Domain("scope", "!=", "category")
            & fields.Domain("line_ids", "!=", False)
            & fields.Domain("unit_id.manager_id.user_id", "=", self.env.uid),
        }
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            kinds["approve"] = fields.Domain("signed_by_id", "!=", self.env.uid) & (
                fields.Domain("state", "=", "signed")
                | (
                    fields.Domain("state", "=", "draft")
                    & fields.Domain("scope", "=", "category")
                    & fields.Domain("line_ids", "!=", False)
                )
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
        domain = fields.Domain("state", "=", "reviewed") & fields.Domain("is_my_turn", "=", True)
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
        mine = fields.Domain("i_am_reviewer", "=", True) | fields.Domain("department_id.perf_i_lead", "=", True)
        domain = fields.Domain("state", "=", "draft") & fields.Domain("is_mine", "=", False) & mine
        cards = self._work_waiting("team", domain, state="draft")
        for card in cards:
            card["fillable"] = self.search_count(
                domain & fields.Domain("kind", "=", "employee") & fields.Domain("is_my_turn", "=", True)
            )
        return cards

    def _work_recent(self):
        """Return the user's latest sheets that are under way or confirmed."""
        sheets = self.search([("is_mine", "=", True), ("state", "!=", "draft")], limit=RECENT)
        states = dict(self._fields["state"]._description_selection(self.env))
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

    # === BUSINESS METHODS - BOARD === #

    @api.model
    @api.readonly
    def get_board(self, cycle_id=False, kind="month"):
        """Return units × periods of a cycle: how many sheets in which state.

        :param int cycle_id: the cycle, else the one of today
        :param str kind: ``month``, or anything else for quarters, halves and the year
        :return: ``{"cycles", "cycle_id", "states", "periods", "groups": [{"name", "units": [{"name", "cells"}]}]}``;
            cells are ``{period: {"counts": {state: count}, "late": count}}``
        """
        cycles = self.env["perf.cycle"].search_fetch(
            [("state", "!=", "draft")], ["name", "date_start"], order="year desc, id desc"
        )
        today = fields.Date.context_today(self)
        cycle = (
            cycles.filtered(lambda cycle: cycle.id == cycle_id)
            or (cycles.filtered(lambda cycle: cycle.date_start <= today) or cycles)[:1]
        )
        kinds = ["month"] if kind == "month" else ["quarter", "half", "year"]
        periods = self.env["perf.period"].search(
            [("cycle_id", "=", cycle.id), ("kind", "in", kinds)],
            order="date_end, date_start desc",
        )
        return {
            "cycles": [{"id": found.id, "name": found.name} for found in cycles],
            "cycle_id": cycle.id,
            "states": self._fields["state"]._description_selection(self.env),
            "periods": [self._board_period(period, today) for period in periods],
            "groups": self._board_groups(cycle, self._board_cells(periods)),
        }

    def _board_period(self, period, today):
        """Return a column of the board."""
        return {
            "id": period.id,
            "name": period.display_name,
            "state": period.state,
            "current": period.date_start <= today <= period.date_end,
        }

    def _board_cells(self, of_periods):
        """Return how many sheets are in which state, and how many are late: ``{unit id: {period id: cell}}``.

        :param of_periods: ``perf.period`` recordset
        """
        cells = {}
        domain = fields.Domain("period_id", "in", of_periods.ids)
        late = fields.Domain("is_overdue", "=", True) & fields.Domain("period_id.state", "=", "open")
        for unit, period, state, count in self._read_group(domain, ["unit_id", "period_id", "state"], ["__count"]):
            cell = cells.setdefault(unit.id, {}).setdefault(period.id, {"counts": {}, "late": 0})
            cell["counts"][state] = count
        for unit, period, count in self._read_group(domain & late, ["unit_id", "period_id"], ["__count"]):
            cells[unit.id][period.id]["late"] = count
        return cells

    def _board_groups(self, cycle, cells):
        """Return the rows of the board: units with their cells, by category.

        :param cycle: ``perf.cycle``
        :param dict cells: ``{unit id: {period id: cell}}``
        """
        units = (
            self.env["hr.department"]
            .with_context(active_test=False)
            .search(
                [
                    "|",
                    ("id", "in", list(cells)),
                    "&",
                    ("active", "=", True),
                    "&",
                    ("perf_is_unit", "=", True),
                    ("company_id", "in", [cycle.company_id.id, False]),
                ],
                order="perf_category_id, name, id",
            )
        )
        groups = {}
        for unit in units if cycle else units.browse():
            groups.setdefault(unit.perf_category_id, []).append(
                {"id": unit.id, "name": unit.name, "cells": cells.get(unit.id, {})},
            )
        return [
            {"id": category.id, "name": category.name or self.env._("Without category"), "units": rows}
            for category, rows in groups.items()
        ]

    # === HELPERS === #

    def _notify_done(self, message):
        """Return an action that tells what was done and reloads the list."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }
