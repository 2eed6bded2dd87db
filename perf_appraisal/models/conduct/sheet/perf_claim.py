import math

from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import float_compare

from ....const import CLAIM_DIGITS, VALUE_DIGITS
from ....tools import scoring
from ...abstract.rights import Right, Way

#: What the person claims, or the leader adds: a deduction that the person kept silent about.
_CLAIMED = frozenset({"rule_id", "matter", "quantity", "points", "date", "description", "evidence_ids"})

#: What a form sends with a new claim on which nobody has decided.
_UNDECIDED = {"accepted": True, "refusal_reason": False}


class PerfClaim(models.Model):
    """A bonus, a deduction or an achieved part, claimed on a line under one of its rules."""

    _name = "perf.claim"
    _description = "Claim"
    _inherit = ["perf.seen.mixin", "perf.evidence.mixin", "perf.unfinished.mixin"]
    _order = "line_id, date, id"

    _phase_fields = {"draft": _CLAIMED, "self_scored": frozenset({"accepted", "refusal_reason"})}

    _unfinished_fields = {"accepted": lambda claim: True, "refusal_reason": lambda claim: False}

    _rights = {
        "unfinished": Right(ways=(Way("line_id", "unfinished"),)),
        "unknown": Right(ways=(Way(right="unfinished"),), when=Domain("by_reviewer", "=", True)),
        "see": Right(ways=(Way("line_id", "see"),), never=("unknown",)),
        "fill": Right(ways=(Way("line_id.appraisal_id", "fill"),)),
        "add": Right(ways=(Way("line_id", "score"),)),
        "accept": Right(ways=(Way("line_id", "score"), Way("line_id", "score_led"))),
        "touch": Right(ways=(Way("line_id", "touch"),)),
    }

    line_id = fields.Many2one("perf.appraisal.line", required=True, index=True, ondelete="cascade")
    indicator_id = fields.Many2one(related="line_id.indicator_id")
    rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('indicator_id', '=', indicator_id)]",
    )
    kind = fields.Selection(related="rule_id.kind")
    state = fields.Selection(related="line_id.state")
    matter = fields.Char(help="What it is about. Of several claims for one matter only the largest counts.")
    quantity = fields.Float(default=1.0, digits=VALUE_DIGITS, required=True)
    points = fields.Float(
        compute="_compute_points",
        store=True,
        readonly=False,
        precompute=True,
        digits=CLAIM_DIGITS,
        help="Always positive: the rule says whether they are added or deducted.",
    )
    date = fields.Date(required=True, default=lambda self: self.env.company._perf_today())
    description = fields.Char()
    evidence_ids = fields.Many2many(relation="perf_claim_evidence_rel")
    accepted = fields.Boolean(default=True)
    refusal_reason = fields.Char(help="Why the claim was not accepted.")
    by_reviewer = fields.Boolean(
        string="Added by the Leader",
        compute="_compute_by_reviewer",
        store=True,
        precompute=True,
        readonly=False,  # else a form would work it out anew for a claim that was made before the review
        help="A deduction that the person kept silent about. It never counts in the self-score.",
    )

    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "The quantity of a claim must be above zero.")

    # === COMPUTE METHODS === #

    @api.depends("rule_id", "quantity")
    def _compute_points(self):
        for claim in self:
            claim.points = float(claim._rule_points())

    @api.depends("line_id")
    def _compute_by_reviewer(self):
        for claim in self:
            claim.by_reviewer = claim.line_id.state == "self_scored"

    @api.depends("rule_id", "points")
    def _compute_display_name(self):
        for claim in self:
            claim.display_name = claim.rule_id.name and f"{claim.rule_id.name} {claim.points:g}"

    # === CONSTRAINT METHODS === #

    @api.constrains("rule_id", "points", "quantity", "line_id")
    def _check_points(self):
        for claim in self:
            problem = claim._points_problem()
            if problem:
                raise ValidationError(
                    self.env._("Claim “%(claim)s”: %(problem)s", claim=claim.rule_id.name, problem=problem),
                )

    @api.constrains("accepted", "refusal_reason")
    def _check_refusal(self):
        bare = self.filtered(lambda claim: not claim.accepted and not (claim.refusal_reason or "").strip())
        if bare:
            raise ValidationError(
                self.env._("Say why the claim “%s” is not accepted.", bare[0].rule_id.name),
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Keep how new claims change the score of their lines."""
        lines = self.env["perf.appraisal.line"].browse({vals["line_id"] for vals in vals_list if vals.get("line_id")})
        try:
            before = lines.sudo().appraisal_id.line_ids._scores()
        except MissingError:  # of lines that are not there, the guard says below what it says of foreign ones
            before = {}
        claims = super().create(vals_list)
        claims._check_added()
        lines._log_changes(before)
        return claims

    def write(self, vals):
        """Keep how the change of a claim changes the score of its line."""
        before = self.sudo().line_id.appraisal_id.line_ids._scores()
        result = super().write(vals)
        self.line_id._log_changes(before)
        return result

    def unlink(self):
        """Keep how the loss of a claim changes the score of its line."""
        lines = self.line_id
        before = lines.sudo().appraisal_id.line_ids._scores()
        result = super().unlink()
        lines._log_changes(before)
        return result

    def _without_guarded_defaults(self):
        """Return the records without any default in the context: a claim says itself on which line it stands."""
        context = {key: value for key, value in self.env.context.items() if not key.startswith("default_")}
        return super()._without_guarded_defaults().with_context(context)  # pylint: disable=context-overridden

    def _guard_create(self, vals_list):
        if not all(vals.get("line_id") for vals in vals_list):
            raise UserError(self.env._("Make the claim on a line of a sheet."))
        lines = self.env["perf.appraisal.line"].browse({vals["line_id"] for vals in vals_list if vals.get("line_id")})
        lines._check_readable()
        given = {
            name
            for vals in vals_list
            for name, value in vals.items()
            if name not in _UNDECIDED or (value or False) != _UNDECIDED[name]
        }
        opened = dict.fromkeys(("draft", "self_scored"), _CLAIMED | {"line_id"})
        lines.appraisal_id._check_phase(given, self, opened=opened)

    def _guard_write(self, vals):
        self.line_id._check_readable()
        self.line_id.appraisal_id._check_phase(set(vals), self)
        self._check_own()

    def _guard_unlink(self):
        self.line_id._check_readable()
        self.line_id.appraisal_id._check_phase({"rule_id"}, self)
        self._check_own()

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    def _check_own(self):
        """Raise when whoever fills in a returned sheet touches a deduction that the leader added.

        :raise UserError: naming the claim
        """
        foreign = self.filtered(lambda claim: claim.by_reviewer and claim.line_id.state == "draft")
        if foreign:
            raise UserError(
                self.env._("The leader added “%s”. Ask the leader to take it back.", foreign[0].rule_id.display_name),
            )

    # === BUSINESS METHODS === #

    def _refuse_writing(self):
        refused = self.sudo().line_id.sudo(False)._refuse_writing()
        return {claim.id: refused[claim.line_id.id] for claim in self.sudo()}

    def _rule_points(self):
        """Return what the rule gives for the claim's quantity, as a decimal."""
        rule = self.rule_id
        return scoring.claim_points(
            scoring.to_decimal(self.quantity),
            scoring.to_decimal(rule.points),
            scoring.to_decimal(rule.multiplier or 1.0),
        )

    def _counts(self, accepted_only):
        """Return whether the claim counts: for the leader if accepted, for the person if the own one."""
        return self.accepted if accepted_only else not self.by_reviewer

    def _engine_claim(self, accepted_only):
        """Return the claim as the engine wants it.

        :param bool accepted_only: whether a refused claim counts nothing
        :return: ``scoring.Claim``
        """
        rule = self.rule_id
        return scoring.Claim(
            kind=rule.kind or "bonus",
            points=scoring.to_decimal(self.points),
            matter=(self.matter or "").strip(),
            highest_only=rule.highest_only,
            accepted=self._counts(accepted_only),
            rule=rule.id,
            max_points=scoring.to_decimal(rule.max_points),
        )

    def _is_outdone(self, accepted_only):
        """Return whether a larger claim for the same matter stands on another line of the sheet.

        Rule: of one matter only the largest claim counts; of equals the earlier one. Claims of the same line are
        compared by the engine.

        :param bool accepted_only: whether refused claims count nothing
        """
        if not (self.rule_id.highest_only and (self.matter or "").strip()):
            return False
        line = self.line_id
        others = line.appraisal_id.line_ids.filtered(lambda other: other._origin != line._origin).claim_ids
        return any(
            (other.points, -other._rank()) > (self.points, -self._rank())
            for other in others
            if other.rule_id.highest_only
            and other.kind == self.kind
            and (other.matter or "").strip() == self.matter.strip()
            and other._counts(accepted_only)
        )

    def _rank(self):
        """Return the place of the claim in time; one that is not saved yet will be the last."""
        return self._origin.id or math.inf

    def _points_problem(self):
        """Return what is wrong with the claim's points, or nothing."""
        rule = self.rule_id
        if rule.indicator_id != self.line_id.indicator_id:
            return self.env._("this rule belongs to another indicator.")
        due = float(self._rule_points())
        if (
            rule.kind == "deduction"
            and rule.points
            and float_compare(self.points, due, precision_digits=CLAIM_DIGITS[1])
        ):
            return self.env._(
                "the rule deducts %(due)g points for this quantity, not %(points)g.", due=due, points=self.points
            )
        if rule.points and float_compare(self.points, due, precision_digits=CLAIM_DIGITS[1]) > 0:
            return self.env._(
                "the rule gives at most %(due)g points for this quantity, not %(points)g.", due=due, points=self.points
            )
        if self.points < 0:
            return self.env._("points are always positive; the rule says whether they are added or deducted.")
        cap = {"bonus": rule.max_points, "part": rule.points}.get(rule.kind)
        if cap:
            same = self.line_id.claim_ids.filtered(lambda claim: claim.rule_id == rule)
            total = sum(same.mapped("points"))
            if float_compare(total, cap, precision_digits=CLAIM_DIGITS[1]) > 0:
                return self.env._("%(total)g points are above the cap of %(cap)g.", total=total, cap=cap)
        return ""

    def _matter_problems(self):
        """Return a sentence for each claim whose matter already counts on another sheet or in the ledger.

        Rule: of one appraisee, cycle and matter only the largest claim counts.

        :return: ``{claim: sentence}``
        """
        claims = self.filtered(lambda claim: claim.rule_id.highest_only and (claim.matter or "").strip())
        if not claims:
            return {}
        others = self._about_matters(claims.line_id.appraisal_id.appraisee_id)
        taken = others.grouped(lambda claim: claim._matter_key())
        posted = self.env["perf.score.entry"].sudo()._matters_of(claims.sudo().line_id.appraisal_id.appraisee_id)
        problems = {}
        for claim in claims:
            record = claim.sudo()
            sheets = taken.get(record._matter_key(), self.browse()).line_id.appraisal_id - record.line_id.appraisal_id
            document = sheets[:1].display_name or posted.get((*record._matter_key(), record.rule_id.kind))
            if document:
                problems[claim] = self.env._(
                    "“%(matter)s” is already claimed on %(sheet)s, and a matter counts once: "
                    "take it back here or there.",
                    matter=claim.matter,
                    sheet=document,
                )
        return problems

    @api.model
    def _about_matters(self, appraisees):
        """Return the accepted claims of which, for one matter, only the largest counts, on all their sheets.

        :param appraisees: ``perf.appraisee`` recordset
        """
        return self.sudo().search(
            [
                ("matter", "!=", False),
                ("accepted", "=", True),
                ("rule_id.highest_only", "=", True),
                ("line_id.appraisal_id.appraisee_id", "in", appraisees.ids),
            ],
        )

    def _matter_key(self):
        """Return what claims for the same matter have in common."""
        return self.line_id.appraisal_id.appraisee_id.id, (self.matter or "").strip()

    def _check_added(self):
        """Raise when somebody but the one who fills in the sheet adds anything but a deduction.

        :raise UserError: naming the claim
        """
        added = self.filtered(
            lambda claim: (
                claim.line_id.state == "self_scored"
                and claim.kind != "deduction"
                and not claim.sudo().line_id.appraisal_id.self_skipped
            ),
        )
        if added:
            raise UserError(self.env._("A leader may add deductions only; return the sheet for anything else."))

    # === BUSINESS METHODS - CELLS === #

    def _put_quantities(self, quantities):
        """Write quantities and points at once, guarded as the normal write is; the caller undoes what does not fit.

        :param dict quantities: ``{claim id: how often}``
        :return: ``{claim id: sentence}`` of claims whose points do not fit their rule
        """
        self.check_access("write")
        self._guard_write({"quantity": False})
        self._bulk_update(["quantity"], list(quantities.items()), keep=True)
        with self.env.protecting([self._fields["points"]], self):  # a recomputation would raise for all at once
            self.modified(["quantity"])
        self._bulk_update(["points"], [(claim.id, float(claim._rule_points())) for claim in self], keep=True)
        self.modified(["points"])
        return {claim.id: problem for claim in self if (problem := claim._points_problem())}
