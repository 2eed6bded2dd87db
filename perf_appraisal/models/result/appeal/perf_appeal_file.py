from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class PerfAppeal(models.Model):
    """Who may hand in what, about what, and until when."""

    _inherit = "perf.appeal"

    can_next_level = fields.Boolean(compute="_compute_can_next_level")

    # === COMPUTE METHODS === #

    @api.depends("state", "kind", "decided_on")
    @api.depends_context("uid")
    def _compute_can_next_level(self):
        filed = self._origin._holding("filed")
        for appeal in self:
            appeal.can_next_level = appeal._origin in filed and not appeal._next_level_problem()

    # === ACTION METHODS === #

    def action_next_level(self):
        """Appeal against what was decided on a re-examination: open the draft.

        Note: self.ensure_one()

        :return: an action that opens the draft
        :raise UserError: for anybody else, or when its days are over
        """
        self.ensure_one()
        self.check_access("read")
        if self not in self._holding("filed"):
            raise UserError(self.env._("Whoever asked for the re-examination appeals against its decision."))
        if problem := self._next_level_problem():
            raise UserError(problem)
        return self._file("appeal", self.sudo().result_id, about=self.about, previous_id=self.id)

    # === BUSINESS METHODS - FILING === #

    @api.model
    def _file(self, kind, result, **values):
        """Open what the user hands in: his draft, made if there is none. The caller has asked whether he may.

        :param str kind: of the appeal
        :param result: ``perf.result`` record, as superuser
        :param values: further columns
        :return: an action that opens the draft
        """
        mine = self.search(
            [
                ("kind", "=", kind),
                ("result_id", "=", result.id),
                ("notice_line_id", "=", values.get("notice_line_id", False)),
                ("state", "=", "draft"),
                ("id", "in", self.env["perf.objector"].sudo().search([("user_id", "=", self.env.uid)]).appeal_id.ids),
            ],
            limit=1,
        )
        if not mine:
            mine = self.sudo()._unlocked().create({"kind": kind, "result_id": result.id, **values}).sudo(False)
            # whoever enters it in the Performance Office may do so for a citizen
            office = kind == "objection" and self.env.user.has_group("perf_appraisal.group_perf_office")
            name = False if office else self.env.user.name
            objectors = self.env["perf.objector"].sudo()._unlocked()
            objectors.create({"appeal_id": mine.id, "user_id": self.env.uid, "name": name})
            self.env.invalidate_all()
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": mine.id, "views": [(False, "form")]}

    # === HELPERS === #

    def _receive_files(self, files):
        """Refuse files: whose they are would tell who stands behind it.

        :raise UserError: with the way out
        """
        super()._receive_files(files)
        raise UserError(
            self.env._("A file would tell who stands behind it. Hand papers in to whoever handles it, at the office.")
        )

    def _filing_problem(self):
        """Return why a draft cannot be handed in, or nothing."""
        appeal = self.sudo()
        if not (appeal.asked or "").strip() or not (appeal.facts or "").strip():
            return self.env._("write down what is asked for, and the facts and reasons")
        if not (appeal.objector_ids.name or "").strip():
            return self.env._("an objection is made by name: enter who objects")
        if appeal.kind == "objection":
            line = appeal.notice_line_id
            return "" if line.filtered_domain(line._running()) else self.env._("the notice is over")
        if appeal.kind == "appeal":
            return appeal.previous_id._next_level_problem(besides=appeal)
        return appeal.result_id._reexamination_problem(besides=appeal)

    def _next_level_problem(self, besides=()):
        """Return why nobody can appeal against a decision, or nothing.

        :param besides: the draft that is handed in
        """
        appeal = self.sudo()
        if appeal.kind != "reexamination" or appeal.state not in ("upheld", "rejected"):
            return self.env._("Only against the decision on a re-examination one can appeal.")
        last = self._day_of(appeal.decided_on, appeal.cycle_id.appeal_days)
        if last < self.env.company._perf_today():
            return self.env._("One could appeal until %s.", format_date(self.env, last))
        further = self.sudo().search([("previous_id", "=", appeal.id), ("state", "not in", ("draft", "withdrawn"))])
        return (
            self.env._("An appeal was handed in already.") if further.filtered(lambda one: one not in besides) else ""
        )

    @api.model
    def _day_of(self, moment, days):
        """Return the day that lies so many days after a moment, where the company works."""
        company = self.company_id[:1] or self.env.company
        return company._perf_local(moment).date() + timedelta(days=days)
