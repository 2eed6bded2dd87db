from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Days for which a new rating is open, unless somebody says otherwise.
_DAYS = 14

#: Kinds of periods that a new rating is proposed for, the likeliest first.
_KINDS = ("half", "year", "quarter")


class PerfRating(models.Model):
    """How a rating is prepared: what a new one proposes, one for the next half-year; and how far it is.

    A rating that is copied is for the following period, with the same groups and with whoever takes part by then; where
    there is no such period yet, for the same one.
    """

    _inherit = "perf.rating"

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)
    period_id = fields.Many2one(default=lambda self: self._default_period_id())
    date_end = fields.Date(default=lambda self: self._default_date_end(), tracking=True)
    worst_value = fields.Float(related="rating_type_id.worst_value", string="Worth of the Worst Choice")
    code_count = fields.Integer(string="Codes", compute="_compute_progress")
    answered = fields.Integer(
        string="Ballots So Far",
        compute="_compute_progress",
        help="Of each group in full tens only, so that no single ballot can be seen coming.",
    )
    web_count = fields.Integer(string="Groups on the Web", compute="_compute_progress")
    tally_count = fields.Integer(string="Tallies to Be Made", compute="_compute_progress")
    checked_count = fields.Integer(string="Tallies Checked", compute="_compute_progress")
    is_over = fields.Boolean(compute="_compute_is_over", help="Its last day is over.")

    # === DEFAULTS === #

    @api.model
    def _default_period_id(self):
        """Return the period that ends next to today: in July the half-year that is just over."""
        today = self.env.company._perf_today()
        periods = self.env["perf.period"].search(
            Domain("company_id", "=", self.env.company.id)
            & Domain("cycle_id.state", "=", "open")
            & Domain("kind", "in", _KINDS)
        )
        return min(
            periods,
            key=lambda period: (_KINDS.index(period.kind), abs(period.date_end - today)),
            default=False,
        )

    @api.model
    def _default_date_end(self):
        """Return the last day of a rating that begins today."""
        return self.env.company._perf_today() + timedelta(days=_DAYS)

    # === COMPUTE METHODS === #

    @api.depends("rating_type_id", "period_id")
    def _compute_name(self):
        """Propose a name, until somebody has thought of another."""
        proposed = set()
        if any(rating.name for rating in self):
            kinds = self.env["perf.rating.type"].search([("company_id", "in", self.company_id.ids)])
            proposed = {self._proposed_name(kind, period) for kind in kinds for period in self.cycle_id.period_ids}
        for rating in self:
            if rating.rating_type_id and rating.period_id and (not rating.name or rating.name in proposed):
                rating.name = self._proposed_name(rating.rating_type_id, rating.period_id)

    @api.depends("state", "group_ids.channel", "tally_ids.state")
    def _compute_progress(self):
        for rating in self:
            to_tally = rating._groups_to_tally()
            rating.code_count = sum(rating.group_ids.mapped("code_count"))
            rating.answered = sum(rating.group_ids.mapped("answered"))
            rating.web_count = len(rating.group_ids - to_tally)
            rating.tally_count = len(to_tally)
            rating.checked_count = len(rating.sudo().tally_ids.filtered(lambda tally: tally.state == "checked"))

    @api.depends("date_end")
    def _compute_is_over(self):
        for rating in self:
            rating.is_over = bool(rating.date_end) and rating.date_end < rating.env.company._perf_today()

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        """Prepare a copy for the following period, with the same groups."""
        vals_list = super().copy_data(default)
        for rating, vals in zip(self, vals_list, strict=True):
            following = {} if "period_id" in (default or {}) else rating._following(vals)
            vals.update({name: value for name, value in following.items() if name not in (default or {})})
        return vals_list

    # === ACTION METHODS === #

    def action_copy_next(self):
        """Prepare the same rating for the following period.

        Note: self.ensure_one()

        :return: an action that shows it
        :raise UserError: when there is no such period yet
        """
        self.ensure_one()
        if not self._following_period():
            raise UserError(
                self.env._(
                    "%s: no later period of its kind is open. Prepare and open the next cycle first.",
                    self.display_name,
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rating_action")
        return {**action, "res_id": self.copy().id, "views": [(False, "form")], "view_mode": "form"}

    def action_view_tallies(self):
        """Open the tallies of the rating.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rating_tally_action")
        return {**action, "domain": [("rating_id", "in", self.ids)], "context": {}}

    # === HELPERS === #

    @api.model
    def _proposed_name(self, kind, period):
        """Return how a rating of a kind in a period is called."""
        return self.env._("%(period)s %(kind)s", period=period.display_name, kind=kind.name)

    def _free_name(self, name):
        """Return a name that no other rating of the company has."""
        taken = set(
            self.search([("company_id", "=", self.company_id.id), ("name", "=like", f"{name}%")]).mapped("name")
        )
        while name in taken:
            name = self.env._("%s (copy)", name)
        return name

    def _following_period(self):
        """Return the period of the same kind that follows, of a cycle that is open."""
        return self.env["perf.period"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("cycle_id.state", "=", "open")
            & Domain("kind", "=", self.period_id.kind)
            & Domain("date_start", ">", self.period_id.date_start),
            order="date_start",
            limit=1,
        )

    def _groups_to_tally(self):
        """Return the groups whose votes or scores are entered in a tally."""
        return self.group_ids.filtered(lambda group: group.channel != "web")

    def _following(self, vals):
        """Return what differs in a copy: the period after this one, its days, and who takes part in its cycle.

        Note: self.ensure_one()

        :param dict vals: values of a plain copy
        """
        self.ensure_one()
        today = self.company_id._perf_today()
        period = self._following_period() or self.period_id
        there = {
            (one.unit_id, one.employee_id): one.id
            for one in period.cycle_id.appraisee_ids
            if one.kind == self.kind and one.status != "excluded"
        }
        same = {
            one.id: there[one.unit_id, one.employee_id]
            for one in self.appraisee_ids | self.group_ids.appraisee_ids
            if (one.unit_id, one.employee_id) in there
        }
        return {
            "name": self._free_name(self._proposed_name(self.rating_type_id, period)),
            "period_id": period.id,
            "date_start": today,
            "date_end": today + (self.date_end - self.date_start),
            "appraisee_ids": [Command.set([same[one.id] for one in self.appraisee_ids if one.id in same])],
            "group_ids": [
                Command.create(
                    {
                        **copied,
                        "appraisee_ids": [Command.set([same[one] for one in group.appraisee_ids.ids if one in same])],
                    }
                )
                for (_command, _id, copied), group in zip(vals["group_ids"], self.group_ids, strict=True)
            ],
        }
