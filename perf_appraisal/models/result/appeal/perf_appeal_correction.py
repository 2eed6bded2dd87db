from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ....tools import scoring
from ....tools.posting import Posting
from ...abstract.perf_posting_mixin import READERS

#: Kinds of entries that are parts of the base, and have full points.
_PARTS = frozenset({"sheet", "rating", "inspection"})


class PerfAppeal(models.Model):
    """What is corrected when an objection or an appeal is upheld: how far it may go, and what it changes."""

    _inherit = "perf.appeal"

    points_range = fields.Char(
        string="Possible Points",
        compute="_compute_points_range",
        groups=READERS,
        help="What the rule, the sheet or the scheme lets the entry be.",
    )
    asks_check = fields.Boolean(
        compute="_compute_points_range", groups=READERS, help="Nothing limits the points that were entered."
    )
    points_checked = fields.Boolean(
        string="These Points Are Right",
        compute="_compute_points_checked",
        store=True,
        readonly=False,
        groups=READERS,
        help="No rule limits them: look at them once more.",
    )

    # === COMPUTE METHODS === #

    @api.depends("entry_id", "points", "result_id")
    @api.depends_context("lang")
    def _compute_points_range(self):
        for appeal in self.sudo():
            limits = least, most = appeal._limits()
            known = [None if limit is None else f"{limit:.2f}" for limit in limits]
            if None not in known:
                appeal.points_range = self.env._("from %(least)s to %(most)s", least=known[0], most=known[1])
            elif known[0] is not None:
                appeal.points_range = self.env._("at least %s", known[0])
            else:
                appeal.points_range = self.env._("at most %s", known[1]) if known[1] is not None else ""
            appeal.asks_check = (least is None and appeal.points < 0) or (most is None and appeal.points > 0)

    @api.depends("entry_id", "points")
    def _compute_points_checked(self):
        """Ask again whenever other points are entered."""
        self.points_checked = False

    # === BUSINESS METHODS - CORRECTING === #

    def _apply(self):
        """Post what is corrected, and compute the group of the result anew, with those of settled results above it.

        Rule: whoever defends himself does not come off worse; an objection may lower a result. What changes nothing is
        not upheld.

        :return: the drafts of the notices by which the groups go on notice again
        :raise UserError: when a shorter result has counted the entry, when the total of somebody who defends himself
            would fall, or nothing changes
        """
        appeal = self.sudo()
        appeal._refuse_part()
        result, results = appeal.result_id, appeal.result_id._with_resting()
        before, shown = {one: (one.total, one._came_to()) for one in results}, result._total_words()
        appeal._correct()
        drafts = results._compute_group_anew(self.env._("corrected after %s", self.name))
        if before[result][1] == result._came_to():
            raise UserError(
                self.env._(
                    "%(appeal)s: nothing changes by this: %(why)s", appeal=self.name, why=appeal._why_unchanged()
                )
            )
        for one in results:
            if appeal.kind != "objection" and one.total < before[one][0]:
                raise UserError(
                    self.env._(
                        "%(appeal)s: the total would fall from %(before)s to %(after)s. Whoever asks for re-examination"
                        " or appeals does not come off worse: nothing was changed.",
                        appeal=self.name,
                        before=f"{before[one][0]:.2f}",
                        after=f"{one.total:.2f}",
                    )
                )
        appeal._unlocked().write({"total_before": shown, "total_after": result._total_words()})
        return drafts.sudo(False)

    def _hold_periods(self):
        """Lock at once all periods in which the correction posts and computes, before anything else is locked.

        Of two who uphold at the same moment, the second waits, and none waits for the other.
        """
        appeal = self.sudo()
        (appeal.result_id._with_resting().period_id | appeal.entry_id.period_id)._lock_rows("perf_period", "id")

    def _correct(self):
        """Post what is corrected: a wrong entry is reversed and posted anew, else points are added or deducted.

        :raise UserError: when the entry was reversed already
        """
        points, entry = scoring.to_decimal(self.points), self.entry_id._correcting()
        if not entry:
            entry._post([self._correction(points)])
            return
        if entry.reversal_of_id or not entry._unpost(self.name):
            raise UserError(self.env._("This entry was taken back already. Choose another."))
        if points:
            posting = entry._reversal(self.name)
            scores = {name: entry[name] for name in ("full_points", "self_points", "review_points")}
            entry._post([posting._replace(points=points, reversal_of_id=None, **scores)])

    def _correction(self, points):
        """Return the entry of the ledger that corrects a result in the period which it belongs to.

        :param points: signed decimal
        """
        return Posting(
            appraisee_id=self.result_id.appraisee_id.id,
            unit_id=self.result_id.unit_id.id,
            period_id=self.period_id.id,
            kind="bonus" if points > 0 else "deduction",
            origin="correction",
            points=points,
            date=self.env.company._perf_today(),
            res_model=self._name,
            res_id=self.id,
            reason=self.name,
        )

    # === HELPERS - HOW FAR === #

    def _limits(self):
        """Return the least and the most points that can be entered; nothing where no rule tells."""
        entry = self.entry_id
        if not entry:
            parts = self._parts_counting("correction")
            caps = [parts.mapped(name) for name in ("deduction_cap", "bonus_cap")]
            lost, given = (max(known) if known and all(known) else None for known in caps)
            return (None if lost is None else -lost), given
        if entry.kind in _PARTS:
            most = entry.full_points + self._beyond_full() if entry.full_points else None
            return min(entry.points, 0.0), None if most is None else max(entry.points, most)
        most = {"veto": 0.0}.get(entry.kind, entry.rule_id.max_points or None)
        if entry.kind == "deduction":
            return (None if most is None else min(-most, entry.points)), 0.0
        return 0.0, (None if most is None else max(most, entry.points))

    def _beyond_full(self):
        """Return how many points the bonuses of a sheet may give beyond its full points."""
        entry = self.entry_id
        whole = self.result_id.entry_ids.filtered(
            lambda other: (other.kind, other.res_model, other.res_id) == ("sheet", entry.res_model, entry.res_id)
        )
        full = sum({other.section_id: other.full_points for other in whole}.values())
        return full * self.result_id.scheme_id.sheet_bonus_cap / 100.0

    def _points_problem(self):
        """Return why the points that were entered cannot be right, or nothing."""
        if not self.entry_id and not self.points:
            return self.env._("say first which entry was wrong, or how many points are corrected")
        least, most = self._limits()
        if (least is not None and self.points < least) or (most is not None and self.points > most):
            return self.env._(
                "%(points)s points are more than can be given or taken here; possible: %(range)s",
                points=f"{self.points:.2f}",
                range=self.points_range,
            )
        if self.asks_check and not self.points_checked:
            return self.env._(
                "no rule limits these points: look whether %(points)s is right, and tick “%(label)s”",
                points=f"{self.points:+.2f}",
                label=self._field_label("points_checked"),
            )
        return ""

    # === HELPERS - WHAT CHANGES === #

    def _parts_counting(self, origin):
        """Return the components of the result that count bonuses and deductions of an origin."""
        return self.result_id.line_ids.component_id.filtered(lambda part: origin in part._origins())

    def _why_unchanged(self):
        """Return why what was posted changes nothing, and the way out."""
        entry, result = self.entry_id, self.result_id
        if entry and entry.points == self.points:
            return self.env._("the entry has these points already. Enter what it should have been.")
        if not entry or entry.kind not in _PARTS:
            parts = self._parts_counting(entry.origin if entry else "correction")
            if not parts:
                return self.env._(
                    "no component of the scheme “%s” counts such points. Choose the entry that was wrong instead.",
                    result.scheme_id.name,
                )
            if capped := parts.filtered(lambda part: part.bonus_cap or part.deduction_cap):
                caps = format_list(self.env, [f"{part.name}: {part.detail}" for part in capped])
                return self.env._("a cap holds (%s). Correct what has used it up, or dismiss with this reason.", caps)
        if not result.total:
            return self.env._("the total is 0 and cannot fall below.")
        return self.env._(
            "none of the components of the scheme “%s” counts this entry. Choose another, or dismiss with this reason.",
            result.scheme_id.name,
        )

    def _refuse_part(self):
        """Refuse to correct what a shorter result on notice or final has counted: it would keep its old total.

        :raise UserError: when there is one
        """
        result = self.result_id
        counting = [
            ("entry_ids", "in", self.entry_id.ids),
            ("id", "!=", result.id),
            ("state", "!=", "draft"),
            ("period_id.date_start", ">=", result.period_id.date_start),
            ("period_id.date_end", "<=", result.period_id.date_end),
        ]
        if self.entry_id and (part := result.search(counting, limit=1)):
            raise UserError(
                self.env._(
                    "%(appeal)s: the entry counts in the result of %(period)s, which is on notice or final. Correct"
                    " that one: by an objection or a re-examination of it, or after an administrator has reopened it.",
                    appeal=self.name,
                    period=part.period_id.display_name,
                )
            )
