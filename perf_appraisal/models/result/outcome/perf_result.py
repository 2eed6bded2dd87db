from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from ....const import KINDS
from ...abstract.perf_posting_mixin import READERS
from ...abstract.perf_state_mixin import Step
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, right_field
from ...abstract.score_field import Score
from ...basis.perf_period import inside

_lt = LazyTranslate(__name__)

HR = Way(group="hr.group_hr_user", when=[("state", "=", "final")])

#: Entries of the ledger that a result takes account of, as it is now.
INSIDE = SQL(
    """
    SELECT r.id AS result_id, e.id AS entry_id
      FROM perf_result r
      JOIN perf_period rp ON rp.id = r.period_id
      JOIN perf_period ep ON %s
      JOIN perf_score_entry e ON e.appraisee_id = r.appraisee_id AND e.period_id = ep.id
    """,
    inside("ep", "rp"),
)

#: The period of the same kind before the one by the alias ``q``.
BEFORE = SQL(
    "(SELECT p.id FROM perf_period p WHERE p.kind = q.kind AND p.company_id = q.company_id"
    " AND p.date_end < q.date_start ORDER BY p.date_end DESC LIMIT 1)"
)


class PerfResult(models.Model):
    """What a period came to for a unit or a person: points, place and grade, rounded and stored once.

    Results are computed from the ledger by their period, see ``perf.period.action_compute``. Nobody writes one.
    """

    _name = "perf.result"
    _description = "Result"
    _inherit = ["perf.state.mixin"]
    _order = "period_id, ranking_group, rank, total desc, id"
    _rec_names_search = ["appraisee_id.employee_id.name", "unit_id.name"]

    _transitions = {
        "action_publish_notice": Step({"draft": "notice"}),
        "action_finalize": Step({"notice": "final"}),
        "action_reopen_results": Step({"notice": "draft", "final": "draft"}),
    }
    _rights = {
        "own": Right(
            ways=(Way("appraisee_id", "own"),), refusal=_lt("it is your own matter; somebody else moves its grade")
        ),
        "see": Right(
            ways=(
                OFFICE,
                AUDITOR,
                HR,
                Way("appraisee_id", "own", when=[("state", "!=", "draft")]),
                Way("unit_id", "lead", when=[("state", "!=", "draft")]),
            ),
        ),
        "calibrate": Right(
            ways=(OFFICE,), states=("draft",), never=("own",), refusal=_lt("the Performance Office moves grades")
        ),
    }

    # Whose and of what
    appraisee_id = fields.Many2one("perf.appraisee", required=True, readonly=True, index=True, ondelete="restrict")
    period_id = fields.Many2one("perf.period", required=True, readonly=True, index=True, ondelete="restrict")
    cycle_id = fields.Many2one("perf.cycle", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    period_kind = fields.Selection(related="period_id.kind", string="Kind of Period")
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", string="Person", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    unit_id = fields.Many2one(
        "hr.department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Of a person: at the end of the period; on loan for more than half of it, the host.",
    )
    category_id = fields.Many2one("perf.category", readonly=True, index="btree_not_null", ondelete="restrict")
    scheme_id = fields.Many2one("perf.scheme", required=True, readonly=True, index=True, ondelete="restrict")
    is_head = fields.Boolean(
        string="Head of a Unit", readonly=True, help="Heads are ranked among heads, over all units."
    )
    ranking_group = fields.Char(readonly=True, index=True, help="Who has the same is compared.")

    # Points
    full_score = fields.Float(string="Full Points", digits=(12, 2), readonly=True, aggregator=None)
    base = Score(string="Base Points", readonly=True, aggregator="avg", help="What the components give together.")
    bonus = Score(readonly=True, aggregator="avg")
    deduction = Score(readonly=True, aggregator="avg")
    total = Score(string="Total Points", readonly=True, aggregator="avg")
    percent = Score(readonly=True, aggregator="avg", help="Total in percent of the full points.")
    line_ids = fields.One2many("perf.result.line", "result_id", string="Components", readonly=True)

    # Place and grade
    no_grade = fields.Boolean(string="Without Grade", readonly=True)
    rank = fields.Integer(string="Place", readonly=True, aggregator=None)
    rank_of = fields.Integer(string="Ranked", readonly=True, aggregator=None, help="How many are compared.")
    previous_rank = fields.Integer(string="Previous Place", readonly=True, aggregator=None)
    rank_change = fields.Integer(
        string="Places Gained", readonly=True, aggregator=None, help="Since the period before; below zero: places lost."
    )
    proposed_grade_id = fields.Many2one(
        "perf.grade", readonly=True, index="btree_not_null", ondelete="restrict", help="By points, quota and vetoes."
    )
    grade_id = fields.Many2one("perf.grade", readonly=True, index="btree_not_null", ondelete="restrict")
    calibration_id = fields.Many2one(
        "perf.calibration",
        string="Calibration Meeting",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
        help="The meeting that moved its grade or decided on it, as long as the same grade is proposed.",
    )
    shift_ids = fields.One2many("perf.result.shift", "result_id", string="Moved by Hand", readonly=True)
    previous_grade_id = fields.Many2one("perf.grade", readonly=True, index="btree_not_null", ondelete="restrict")
    standard_met = fields.Boolean(string="Standard Reached", readonly=True)
    veto = fields.Selection(
        selection=[
            ("no_top_grade", "Not the Top Grade"),
            ("one_grade_down", "One Grade Down"),
            ("worst_grade", "Worst Grade"),
            ("no_grade", "No Grade"),
            ("direct_top", "Top Grade at Once"),
        ],
        readonly=True,
        help="What a rule says about the grade, whatever the points.",
    )

    # What else decided, as it was when computed
    no_grade_reason_id = fields.Many2one(
        "perf.no_grade.reason",
        string="Why without Grade",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=READERS,
    )
    unmet_grade_ids = fields.Many2many(
        "perf.grade",
        "perf_result_unmet_rel",
        "result_id",
        "grade_id",
        string="Grades Not Given",
        readonly=True,
        groups=READERS,
        help="Those of which something was missing beside points.",
    )
    in_quota = fields.Boolean(
        string="Counts for Quotas",
        readonly=True,
        groups=READERS,
        help="Whether he counts among those who should take part.",
    )
    is_barred = fields.Boolean(
        string="Open Sanction",
        readonly=True,
        groups=READERS,
        help="A sanction, an admonition or an investigation was open at the end of the period.",
    )

    # How far it can be trusted
    state = fields.Selection(
        selection=[("draft", "Computed"), ("notice", "On Notice"), ("final", "Final Result")],
        required=True,
        readonly=True,
        default="draft",
    )
    computed_on = fields.Datetime(readonly=True)
    changed_on = fields.Datetime(readonly=True, help="When computing changed its points or its grade last.")
    entry_ids = fields.Many2many(
        "perf.score.entry",
        "perf_result_entry_rel",
        "result_id",
        "entry_id",
        string="Entries Counted",
        readonly=True,
        groups="perf_appraisal.group_perf_office,perf_appraisal.group_perf_auditor",
    )
    late_count = fields.Integer(
        string="Not Yet Counted",
        compute="_compute_late_count",
        help="Entries of the ledger that came after it was computed.",
    )
    i_own = right_field("own", "appraisee_id")
    outdated = fields.Boolean(
        string="Out of Date",
        compute="_compute_outdated",
        search="_search_outdated",
        help="Something that it rests on has changed since it was computed.",
    )

    _appraisee_uniq = models.Constraint("UNIQUE(appraisee_id, period_id)", "A period has one result of each appraisee.")

    # === COMPUTE METHODS === #

    @api.depends("appraisee_id", "period_id")
    def _compute_display_name(self):
        for result in self:
            result.display_name = f"#{result.id}"

    def _compute_late_count(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT i.result_id, count(*) FROM (%s) i LEFT JOIN perf_result_entry_rel c"
                " ON c.result_id = i.result_id AND c.entry_id = i.entry_id"
                " WHERE i.result_id = ANY(%s) AND c.entry_id IS NULL GROUP BY i.result_id",
                INSIDE,
                self.ids,
            )
        )
        counts = dict(rows)
        for result in self:
            result.late_count = counts.get(result.id, 0)

    def _compute_outdated(self):
        rows = self.env.execute_query(self._query_outdated(self.ids))
        found = {row_id for (row_id,) in rows}
        for result in self:
            result.outdated = result.id in found

    @api.model
    def _search_outdated(self, operator, value):
        if operator != "in":
            return NotImplemented
        if len(set(map(bool, value))) != 1:
            return Domain(bool(value))  # both, or neither
        return [("id", "in" if True in value else "not in", SQL("(%s)", self._query_outdated()))]

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Results are computed from the ledger by their period, never made by hand."))

    def _guard_write(self, vals):
        raise UserError(self.env._("A result comes from the ledger: correct the document that it rests on."))

    def _guard_unlink(self):
        raise UserError(self.env._("Results are never deleted."))

    # === ACTION METHODS === #

    def action_view_entries(self):
        """Open the entries of the ledger that the results count.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_score_entry_action")
        return {**action, "domain": [("id", "in", self.entry_ids.ids)], "context": {}}

    # === HELPERS === #

    @api.model
    def _query_outdated(self, only_ids=None):
        """Return the query of the results that something has overtaken since they were computed.

        A new entry of the ledger, a result on which this one rests, or what is kept of its enrolment: scheme, category,
        unit, heading one, without grade and why, counting for quotas, an open sanction; place and grade before.

        :param list only_ids: look at these alone, which saves reading the ledger of all others
        """

        facts = self.env["perf.result.facts"].sudo()
        facts._flush()

        def only(column):
            return SQL("TRUE") if only_ids is None else SQL("%s = ANY(%s)", column, only_ids)

        return SQL(
            """
              WITH q AS MATERIALIZED (SELECT q.*, %(before)s AS before_id FROM perf_period q)
            SELECT r.id
              FROM perf_result r
              JOIN perf_appraisee a ON a.id = r.appraisee_id
              JOIN q ON q.id = r.period_id
              %(joins)s
              %(earlier)s
             WHERE r.state = 'draft' AND %(only_results)s
               AND (%(differing)s
                    OR (r.previous_rank, r.previous_grade_id) IS DISTINCT FROM (f.rank, f.grade_id)
                    OR a.status = 'excluded'
                    OR r.id IN (SELECT i.result_id FROM (%(inside)s) i
                                  LEFT JOIN perf_result_entry_rel c
                                    ON c.result_id = i.result_id AND c.entry_id = i.entry_id
                                 WHERE c.entry_id IS NULL AND %(only_inside)s)
                    OR r.id IN (SELECT o.id FROM (%(overtaken)s) o WHERE %(only_overtaken)s))
            """,
            only_results=only(SQL("r.id")),
            only_inside=only(SQL("i.result_id")),
            only_overtaken=only(SQL("o.id")),
            inside=INSIDE,
            overtaken=OVERTAKEN,
            before=BEFORE,
            earlier=SQL(EARLIER),
            joins=facts._kept_joins(SQL("q.date_start"), SQL("q.date_end")),
            differing=facts._query_differing(),
        )


#: Place and grade of somebody, or of a unit, in the period before, while they are on notice or final.
EARLIER = """
     LEFT JOIN LATERAL (SELECT b.rank, b.grade_id FROM perf_result b
                         WHERE b.employee_id = r.employee_id AND b.period_id = q.before_id AND b.state != 'draft'
                         UNION ALL
                        SELECT b.rank, b.grade_id FROM perf_result b
                         WHERE r.kind = 'unit' AND b.kind = 'unit' AND b.unit_id = r.unit_id
                           AND b.period_id = q.before_id AND b.state != 'draft') f ON TRUE
"""

#: Results of which a part has changed since: a shorter result of the same appraisee, or that of his unit; by its
#: grade, too, where it sets their quota, or a grade asks for it.
OVERTAKEN = SQL(
    """
    SELECT w.id
      FROM perf_result w
      JOIN perf_period wp ON wp.id = w.period_id
      JOIN perf_result p ON p.appraisee_id = w.appraisee_id AND p.id != w.id AND p.changed_on > w.computed_on
      JOIN perf_period pp ON pp.id = p.period_id AND %s
     WHERE w.state = 'draft'
       AND (EXISTS (SELECT 1 FROM perf_scheme_component c
                     WHERE c.scheme_id = w.scheme_id AND c.period_kind = wp.kind AND c.source = 'result'
                       AND c.child_kind = pp.kind)
            OR EXISTS (SELECT 1 FROM perf_grade_condition k JOIN perf_grade g ON g.id = k.grade_id
                        WHERE g.scheme_id = w.scheme_id AND g.period_kind = wp.kind AND k.kind = 'good_children'
                          AND k.child_kind = pp.kind))
     UNION ALL
    SELECT w.id
      FROM perf_result w
      JOIN perf_period wp ON wp.id = w.period_id
      JOIN perf_result p
        ON p.kind = 'unit' AND p.unit_id = w.unit_id AND p.period_id = w.period_id AND p.changed_on > w.computed_on
     WHERE w.state = 'draft' AND w.kind = 'employee'
       AND (EXISTS (SELECT 1 FROM perf_scheme_component c
                     WHERE c.scheme_id = w.scheme_id AND c.period_kind = wp.kind AND c.source = 'unit_result')
            OR NOT w.is_head
               AND EXISTS (SELECT 1 FROM perf_grade g
                            WHERE g.scheme_id = p.scheme_id AND g.period_kind = wp.kind
                              AND g.people_quota_percent > 0))
    """,
    inside("pp", "wp"),
)
