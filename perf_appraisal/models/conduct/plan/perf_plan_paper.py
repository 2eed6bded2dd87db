from odoo import fields, models


class PerfPlan(models.Model):
    """What signing a plan leaves behind: for whom it was signed, and a scan that holds as long as the signature."""

    _inherit = "perf.plan"

    _guarded_fields = frozenset({"signed_for_id"})

    signed_for_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Signed in Place of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # === BUSINESS METHODS === #

    def _transition(self, action, reason=None, **values):
        """Note for whom a plan is signed, and let the scan of one that is given back count no more."""
        if action in ("action_sign", "action_return"):
            values["signed_for_id"] = False
        done = super()._transition(action, reason=reason, **values)
        if action == "action_sign":
            self.env["perf.standin"]._note_head(done, "signed_for_id")
        elif action == "action_return":
            done._outdate_signed_copies()
        return done
