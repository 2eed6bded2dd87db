from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field

_lt = LazyTranslate(__name__)

_OF_UNIT = Domain("kind", "=", "unit")
_CLOSED = Domain("period_id.state", "!=", "open")

_HAS_ACCOUNT = Domain("employee_id.active", "=", True) & Domain("employee_id.user_id.active", "=", True)
_HAS_GROUP = Domain("unit_id.perf_coordinator_ids", "!=", False)
_HAS_LINES_FOR_OFFICE = Domain("line_ids", "any", [("is_led", "=", False), ("reviewed_on", "=", False)])

#: Where the reviewer works: somewhere in a unit, or above all units.
_WORKPLACE = "reviewer_id.current_version_id.department_id"

#: Since the day after it whoever stands above the reviewer, or beside a lead unit, may score.
REVIEW_IS_LATE = compared_with_today("review_deadline", "<")


class PerfAppraisal(models.Model):
    """Who may see, fill in, review and confirm a sheet.

    Rule: whoever filled in a sheet, reviews it and confirms it are three people, administrators included; nobody
    decides on himself or a unit that he heads, deputises or coordinates, today or while it was filled in and reviewed,
    also as a stand-in. Who corrects does not confirm anew. What is confirmed or excused is sealed for everybody.
    """

    _inherit = "perf.appraisal"

    _rights = {
        # whose matter it is, and who had to do with it: they are left out below
        "answer": Right(
            ways=(Way("employee_id.user_id"),),
            refusal=_lt("it is your own sheet; somebody else decides on it"),
        ),
        "own": Right(
            ways=(Way(right="answer"), Way("unit_id", "own", when=_OF_UNIT), Way(right="led_then", when=_OF_UNIT)),
            refusal=_lt("it is your own matter; a colleague decides on it"),
        ),
        "filled": Right(
            ways=(Way("filled_by_id"), Way("filler_ids")),
            refusal=_lt("you filled it in yourself; somebody else decides on it"),
        ),
        "reviewed": Right(  # of a unit any line, of anybody any score that was changed
            ways=(
                Way("reviewed_by_id"),
                Way("line_ids.reviewed_by_id", when=_OF_UNIT),
                Way("change_ids", "review"),
            ),
            states=("reviewed",),
            refusal=_lt("you reviewed it yourself; a colleague confirms it"),
        ),
        "closed": Right(ways=(Way(),), when=_CLOSED, refusal=_lt("its period is not open")),
        "shut": Right(
            ways=(Way(),), when=_CLOSED, refusal=_lt("its period is not open; an administrator may reopen it")
        ),
        # whose turn it is
        "fill": Right(
            ways=(
                Way(right="answer"),
                Way("department_id", "coordinate"),
                Way(right="head"),
            ),
            states=("draft",),
            never=("closed",),
            refusal=_lt("the person or the unit's appraisal group fills it in"),
        ),
        "prepare": Right(  # what is asked of him: his own, and that of the very unit which he heads or coordinates
            ways=(Way(right="answer"), Way("unit_id", "run", when=_OF_UNIT)),
            states=("draft",),
            never=("closed",),
        ),
        "submit": Right(
            ways=(Way(right="fill", when=~_OF_UNIT), Way(right="head")),
            states=("draft",),
            never=("closed",),
            refusal=_lt("the head of the unit submits it"),
        ),
        "head": Right(ways=(Way("unit_id", "head", when=_OF_UNIT),)),
        "appraise": Right(  # its reviewer, or who stands in; the office reviews heads at the top, and units
            ways=(Way("reviewer_id", "review"), OFFICE._replace(when=Domain("reviewer_id", "=", False))),
        ),
        "expect": Right(  # whose hand-in he waits for: he reviews it, or the very unit or section is his
            ways=(Way(right="appraise"), Way("unit_id", "own"), Way("department_id", "own")),
        ),
        "skip": Right(
            ways=(Way(right="appraise"),),
            states=("draft",),
            never=("own", "closed"),
            refusal=_lt("only its reviewer may score it without a self-score"),
        ),
        # once it is late with the reviewer: upward only, who heads the unit where the reviewer works, or above; who
        # heads a section there may be below him
        "overrule": Right(
            ways=(
                Way(f"{_WORKPLACE}.perf_unit_id", "command", when=REVIEW_IS_LATE),
                Way(_WORKPLACE, "command", when=REVIEW_IS_LATE & Domain(f"{_WORKPLACE}.perf_unit_id", "=", False)),
            ),
        ),
        "review": Right(
            ways=(Way(right="appraise"), Way(right="overrule")),
            states=("self_scored",),
            never=("answer", "own", "filled", "closed"),
            refusal=_lt("it waits for its reviewer"),
        ),
        "represent": Right(ways=(Way("company_id", "confirm"), Way("unit_id", "confirm"))),
        "finish": Right(ways=(OFFICE, Way(right="represent"))),
        "rescore": Right(
            ways=(Way(right="finish"),),
            states=("reviewed",),
            never=("answer", "own", "filled", "reviewed", "closed"),
            refusal=_lt("the Performance Office confirms it"),
        ),
        "confirm": Right(
            ways=(Way(right="rescore"),),
            states=("reviewed",),
            never=("corrected",),
            refusal=_lt("the Performance Office confirms it"),
        ),
        "write": Right(
            ways=(Way(right="fill"), Way(right="review"), Way(right="rescore")),
            refusal=_lt("it is not waiting for you"),
        ),
        # what no other rule can give: a draft is anybody's as far as this goes, a sealed sheet nobody's
        "decide": Right(
            ways=(Way(),),
            states=("self_scored", "reviewed"),
            never=("own", "filled", "reviewed"),
        ),
        "touch": Right(ways=(Way(when=Domain("state", "=", "draft")), Way(right="decide"))),
        "see": Right(
            ways=(
                Way(right="answer"),
                Way("reviewer_id", "review"),
                Way("department_id", "lead"),
                Way(right="represent", when=Domain("state", "in", ("reviewed", "confirmed"))),
                OFFICE,
                AUDITOR,
            ),
        ),
        # what people are reminded of: less than what they may do
        "fill_in": Right(ways=(Way(right="answer", when=_HAS_ACCOUNT),), states=("draft",), never=("closed",)),
        "help": Right(  # for people without an account, and for the unit itself
            ways=(
                Way("unit_id", "serve", when=~_HAS_ACCOUNT),
                Way("unit_id", "head", when=~_HAS_ACCOUNT & (_OF_UNIT | ~_HAS_GROUP)),
            ),
            states=("draft",),
            never=("closed",),
        ),
        "attend": Right(
            ways=(
                Way("reviewer_id", "review_due", when=~_OF_UNIT),
                OFFICE._replace(when=~_OF_UNIT & Domain("reviewer_id", "=", False)),
                OFFICE._replace(when=_OF_UNIT & _HAS_LINES_FOR_OFFICE),
            ),
            states=("self_scored",),
            never=("own", "filled", "closed"),
        ),
        "delay": Right(
            ways=(
                Way(right="answer", when=Domain("state", "=", "draft")),
                Way("reviewer_id.user_id", when=Domain("state", "=", "self_scored")),
                Way(right="head"),
            ),
        ),
        "hear": Right(ways=(Way("unit_id", "head"),), never=("delay", "closed")),
        "hear_above": Right(ways=(Way("unit_id.parent_id", "head"),), never=("delay", "closed")),
        # what waits for the Performance Office, or a head, besides
        "settle": Right(
            ways=(OFFICE,),
            never=("own", "shut"),
            refusal=_lt("only the Performance Office may do this"),
        ),
        "withdraw": Right(
            ways=(Way(right="answer"), Way("filled_by_id")),
            never=("closed",),
            refusal=_lt("only who filled it in may withdraw it"),
        ),
        "attach": Right(ways=(Way(right="answer"), Way("department_id", "lead"), OFFICE)),
    }

    i_answer = right_field("answer", "employee_id")
    i_see = right_field("see")
    i_fill = right_field("fill")
    i_prepare = right_field("prepare")
    i_appraise = right_field("appraise")
    i_expect = right_field("expect")
    i_review = right_field("review")
    i_confirm = right_field("confirm")
    i_write = right_field("write", "state")

    # === BUSINESS METHODS - RIGHTS === #

    def _rows_led_then(self):
        """Return who led the unit, also those from which the sheet was handed over; see ``Right.rows``."""
        former = SQL("JOIN perf_appraisal_former_unit_rel f ON f.perf_appraisal_id = d.id")
        return SQL("%s UNION %s", super()._rows_led_then(), self._rows_led(SQL("f.hr_department_id"), former))

    # === HELPERS === #

    def _check_readable(self):
        if not self.has_access("read"):
            self._refuse_foreign()

    def _refuse_foreign(self):
        """Refuse the sheet of somebody else, or a part of it.

        :raise AccessError: naming the way to the own one
        """
        raise AccessError(
            self.env._("There is no such sheet, or it is not yours to see. Open your own under Appraisal ▸ My Work.")
        )
