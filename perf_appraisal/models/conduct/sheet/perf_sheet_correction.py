from odoo import Command, fields, models
from odoo.tools import LazyTranslate

from ...abstract.rights import Right, Way

_lt = LazyTranslate(__name__)


class PerfSheetCorrection(models.AbstractModel):
    """A confirmed sheet that the office opens again is confirmed anew by another than who corrected it."""

    _name = "perf.sheet.correction"
    _inherit = ["perf.state.mixin"]
    _description = "Correction of a Sheet"

    _rights = {
        "corrected": Right(  # who opened it again, and who changed a score since
            ways=(Way("corrector_ids"),),
            states=("reviewed",),
            refusal=_lt(
                "you corrected it yourself; a colleague of the Performance Office confirms it, "
                "and an administrator adds one where there is none"
            ),
        ),
    }

    corrector_ids = fields.Many2many(
        "res.users",
        "perf_appraisal_corrector_rel",
        string="Corrected by",
        help="Who opened the sheet again after its confirmation, or changed a score since: somebody else confirms it.",
    )

    # === BUSINESS METHODS === #

    def _note_correctors(self):
        """Remember who changes scores of a sheet that was opened again after its confirmation."""
        corrected = self.sudo().filtered(lambda sheet: sheet.state == "reviewed" and sheet.corrector_ids)
        if helped := corrected.filtered(lambda sheet: self.env.uid not in sheet.corrector_ids.ids):
            helped._unlocked().write({"corrector_ids": [Command.link(self.env.uid)]})

    def _after_transition(self, action):
        """Remember who corrects from now on; what goes back to the leader is no correction of the office any more."""
        super()._after_transition(action)
        if action not in ("action_return", "action_correct"):
            return
        correctors = [self.env.uid] if action == "action_correct" else []
        if changed := self.sudo().filtered(lambda sheet: sheet.corrector_ids.ids != correctors):
            changed._unlocked().write({"corrector_ids": [Command.set(correctors)]})
