from odoo import models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...abstract.rights import OFFICE, Right, Way, right_field
from ..absence.perf_standin import IN_FORCE

_lt = LazyTranslate(__name__)

#: The unit's post is vacant, or its head has no account any more.
_HEAD_IS_GONE = ~(
    Domain("unit_id.manager_id.active", "=", True) & Domain("unit_id.manager_id.user_id.active", "=", True)
)

#: Nobody is there to review it: the reviewer has no account any more, and nobody stands in.
_REVIEWER_IS_GONE = (
    Domain("reviewer_id", "!=", False)
    & ~(Domain("reviewer_id.active", "=", True) & Domain("reviewer_id.user_id.active", "=", True))
    & ~Domain("reviewer_id.perf_standin_ids", "any", Domain("role", "=", "reviewer") & IN_FORCE)
)


class PerfSheetReviewer(models.AbstractModel):
    """Somebody else reviews a sheet: because its reviewer is gone, or for another reason that is written down."""

    _name = "perf.sheet.reviewer"
    _inherit = ["perf.state.mixin"]
    _description = "Reviewer of a Sheet"

    _rights = {
        "unblock": Right(  # what is asked of him: to give it to another reviewer
            ways=(OFFICE, Way("unit_id", "head"), Way("unit_id.parent_id", "head", when=_HEAD_IS_GONE)),
            states=("draft", "self_scored"),
            when=_REVIEWER_IS_GONE,
            never=("own", "closed"),
        ),
        "assign": Right(
            ways=(OFFICE, Way("department_id", "command"), Way("unit_id", "head"), Way("unit_id.parent_id", "head")),
            never=("own",),
            refusal=_lt("only the head of the unit or the Performance Office changes the reviewer"),
        ),
    }

    i_unblock = right_field("unblock")

    # === BUSINESS METHODS - PERMISSION === #

    def _refuse_reviewer(self, reviewer):
        """Return why the user may not give sheets this reviewer, by id.

        Rule: the office, or a head of the unit or above, names him; nobody for his own sheet.
        """
        refused = self._refuse_without("assign")
        for sheet in self.sudo().filtered(lambda sheet: sheet.id not in refused):
            if sheet.kind == "unit":
                refused[sheet.id] = self.env._("lead units and the Performance Office review a unit")
            elif sheet.state not in ("draft", "self_scored"):
                refused[sheet.id] = self._stray_reason(sheet)
            elif sheet.reviewer_id == reviewer:
                refused[sheet.id] = self.env._("%s reviews it already", reviewer.name)
            elif reviewer.company_id != sheet.company_id:
                refused[sheet.id] = self.env._("the reviewer belongs to another company")
            elif sheet.employee_id == reviewer or reviewer._perf_accounts() in (sheet.filled_by_id | sheet.filler_ids):
                refused[sheet.id] = self.env._("%s filled it in", reviewer.name)
        return refused
