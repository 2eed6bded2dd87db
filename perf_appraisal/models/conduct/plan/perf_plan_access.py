from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ...abstract.perf_work_mixin import READING, Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field

_lt = LazyTranslate(__name__)

_OF_CATEGORY = Domain("scope", "=", "category")


class PerfPlan(models.Model):
    """Who reads a plan, who drafts, signs and approves it."""

    _name = "perf.plan"
    _inherit = ["perf.plan", "perf.work.mixin"]

    _make_right = "draft"
    _rights = {
        "answer": Right(ways=(Way("employee_id.user_id"),)),
        "own": Right(
            ways=(Way(right="answer"), Way("unit_id", "own"), Way(right="led_then")),
            refusal=_lt("it is your own matter; a colleague approves it"),
        ),
        "signed": Right(ways=(Way("signed_by_id"),), refusal=_lt("it is your own matter; a colleague approves it")),
        "of_category": Right(ways=(Way(),), when=_OF_CATEGORY, refusal=_lt("a category's plan needs no signature")),
        # a sheet of his own was made from it
        "use": Right(rows="_rows_use"),
        # one's own, those that serve one, and plans of units with a line one answers for or assists in; what a
        # revision has replaced, and plans of other people, stay closed
        "see": Right(
            ways=(
                Way(right="answer"),
                Way(right="use"),
                Way(
                    "line_ids",
                    "work_on",
                    when=Domain("scope", "=", "unit") & Domain("state", "!=", "superseded"),
                ),
                Way("unit_id", "lead"),
                OFFICE,
                AUDITOR,
            )
        ),
        "draft": Right(ways=(Way("unit_id", "lead"), OFFICE)),
        "write": Right(
            ways=(
                Way(right="draft", when=Domain("state", "=", "draft")),
                OFFICE._replace(when=Domain("state", "=", "signed")),
            )
        ),
        # what binds is revised, never rewritten
        "touch": Right(ways=(Way(),), states=("draft", "signed")),
        "head": Right(ways=(Way("unit_id", "head"),)),
        "sign": Right(
            ways=(Way(right="head"),),
            states=("draft",),
            never=("of_category",),
            refusal=_lt("only the head of the unit signs it"),
        ),
        "approve": Right(
            ways=(OFFICE,), never=("own", "signed"), refusal=_lt("only the Performance Office approves it")
        ),
        "return": Right(
            ways=(Way(right="head"), OFFICE),
            refusal=_lt("only the head of the unit or the Performance Office returns it"),
        ),
        "attach": Right(ways=(Way("unit_id", "lead"), OFFICE)),
    }

    _work_cards = {
        "sign": Card(
            right="i_sign",
            domain=(("line_ids", "!=", False),),
            rank=2,
            icon="fa-pencil-square-o",
            title=_lt("Sign 1 target plan"),
            titles=_lt("Sign %(count)s target plans"),
            hint=_lt("You head the unit. The plan binds after your signature and the office's approval."),
            button=_lt("Read and sign"),
            action="perf_appraisal.perf_plan_action",
            filters=("to_sign",),
        ),
        "approve": Card(
            right="i_approve",
            domain=(
                ("line_ids", "!=", False),
                "|",
                ("state", "=", "signed"),
                "&",
                ("state", "=", "draft"),
                ("scope", "=", "category"),
            ),
            rank=3,
            icon="fa-file-text-o",
            title=_lt("Approve 1 target plan"),
            titles=_lt("Approve %(count)s target plans"),
            hint=_lt("Signed by the head of the unit, or made for a category."),
            button=_lt("Approve"),
            action="perf_appraisal.perf_plan_action",
            filters=("to_approve",),
        ),
        "read_approve": READING._replace(
            domain=(("state", "=", "signed"),),
            icon="fa-file-text-o",
            title=_lt("1 target plan waits for its approval"),
            titles=_lt("%(count)s target plans wait for their approval"),
            action="perf_appraisal.perf_plan_action",
            filters=("signed",),
        ),
    }

    i_draft = right_field("draft", "unit_id")
    i_sign = right_field("sign", "state", "unit_id", string="Mine to Sign")
    i_approve = right_field("approve", "signed_by_id", string="Mine to Approve")

    # === BUSINESS METHODS - RIGHTS === #

    def _rows_use(self):
        """Return whose sheets were made from which plan; see ``Right.rows``.

        Not a path: from a category's plan, it would read the sheets of everybody at each check of a rule.
        """
        sheet = self.env["perf.appraisal"]
        return SQL(
            """
            SELECT DISTINCT a.plan_id AS id, e.user_id, NULL::int4 AS absent_id
              FROM perf_appraisal a
              JOIN hr_employee e ON e.id = a.employee_id
             WHERE e.user_id IS NOT NULL
            """,
            to_flush=[
                sheet._fields["plan_id"],
                sheet._fields["employee_id"],
                self.env["hr.employee"]._fields["user_id"],
            ],
        )

    # === BUSINESS METHODS === #

    def _open(self):
        """Return an action that opens the plans."""
        action = {"type": "ir.actions.act_window", "res_model": self._name, "name": self.env._("Target Plans")}
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", self.ids)], "views": [(False, "list"), (False, "form")]}
