from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ....tools import targets

#: What may change on an indicator that an approved plan already uses.
_FREE_FIELDS = frozenset(
    {
        "active",
        "sequence",
        "note",
        "default_target",
        "lead_unit_ids",
        "code",
        "unit_id",
        "focus",
        "source_level",
        "negative_actual",
    },
)


class PerfIndicator(models.Model):
    """An indicator comes into plans, and is locked by the approved ones."""

    _inherit = "perf.indicator"

    plan_line_ids = fields.One2many(comodel_name="perf.plan.line", inverse_name="indicator_id", string="Plan Lines")
    is_locked = fields.Boolean(
        string="In Use",
        compute="_compute_is_locked",
        help="How it is scored changes only by a new version.",
    )
    source_indicator_id = fields.Many2one(
        comodel_name="perf.indicator",
        string="Handed Down from",
        index="btree_not_null",
        copy=False,
        check_company=True,
        help="The unit's indicator of which people do their shares under this one.",
    )

    # === COMPUTE METHODS === #

    def _compute_is_locked(self):
        used = self._used_in_approved_plans()
        for indicator in self:
            indicator.is_locked = indicator in used

    # === CRUD METHODS === #

    def write(self, vals):
        """Refuse to change how an indicator in use is scored."""
        if set(vals) - _FREE_FIELDS:
            self._check_unlocked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_plans(self):
        line = self.env["perf.plan.line"].sudo().search([("indicator_id", "in", self.ids)], limit=1)
        if line:
            raise UserError(
                self.env._(
                    "%(indicator)s stands in %(plan)s and cannot be deleted. Archive it instead.",
                    indicator=line.indicator_id.display_name,
                    plan=line.plan_id.display_name,
                ),
            )

    # === BUSINESS METHODS === #

    def _check_unlocked(self):
        """Raise when an approved plan uses one of the indicators.

        :raise UserError: naming the indicators and the way out
        """
        super()._check_unlocked()
        used = self._used_in_approved_plans()
        if used:
            raise UserError(
                self.env._(
                    "An approved plan uses %s, so the rule by which it is scored cannot change. "
                    "Make a new version and take that into a revised plan.",
                    format_list(self.env, used.mapped("display_name")),
                ),
            )

    def _prepare_plan_line_values(self):
        """Return the values of a plan line for this indicator."""
        self.ensure_one()
        return {"indicator_id": self.id, "sequence": self.sequence}

    def _used_in_approved_plans(self):
        """Return the indicators that an approved or superseded plan uses."""
        groups = (
            self.env["perf.plan.line"]
            .sudo()
            ._read_group(
                [("indicator_id", "in", self.ids), ("plan_id.state", "in", ("approved", "superseded"))],
                ["indicator_id"],
            )
        )
        return self.browse(indicator.id for (indicator,) in groups)

    def _is_rate(self):
        """Return whether the target is a rate, the same in every quarter and for everybody, not an amount to divide."""
        return self.method in ("threshold", "efficacy") or targets.is_rate(self.uom)
