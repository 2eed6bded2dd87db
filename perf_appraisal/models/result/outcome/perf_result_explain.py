from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, LazyTranslate, format_list

from ...abstract.perf_work_mixin import Card
from ...abstract.rights import Right, Way, right_field
from ...basis.perf_period import inside
from .perf_result_line import signed

_lt = LazyTranslate(__name__)


class PerfResult(models.Model):
    """Write out how a result came about, as a person would: of what it counted, whatever came since.

    Whom it concerns signs that he has seen it, also with an objection: himself, of a unit its head or appraisal group.
    """

    _name = "perf.result"
    _inherit = ["perf.result", "perf.work.mixin"]

    _guarded_fields = frozenset({"acknowledged", "acknowledged_on", "acknowledged_by_id"})
    _rights = {
        "sign": Right(
            ways=(Way("appraisee_id", "answer"), Way("unit_id", "run", when=[("kind", "=", "unit")])),
            states=("notice", "final"),
            when=[("acknowledged", "=", "no")],
            refusal=_lt("whom it concerns signs it, once, when it is on notice"),
        ),
    }
    _work_cards = {
        "result_sign": Card(
            right="i_sign",
            icon="fa-trophy",
            title=_lt("A result is there for you to sign"),
            titles=_lt("%(count)s results are there for you to sign"),
            hint=_lt("Look how it came about, and say whether you agree. You may sign with an objection."),
            button=_lt("Look and sign"),
            action="perf_appraisal.perf_result_action_mine",
        ),
    }

    arithmetic = fields.Char(compute="_compute_arithmetic", help="The components added up.")
    remarks = fields.Text(compute="_compute_remarks", help="What is unusual about it, and the rule that was applied.")

    acknowledged = fields.Selection(
        selection=[("no", "Not Signed"), ("yes", "Agrees"), ("with_objection", "With Objection")],
        string="Signature",
        required=True,
        readonly=True,
        default="no",
    )
    acknowledged_on = fields.Datetime(string="Signed on", readonly=True)
    acknowledged_by_id = fields.Many2one("res.users", string="Signed by", readonly=True, ondelete="restrict")
    i_sign = right_field("sign", "state", "acknowledged")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.points", "total")
    def _compute_arithmetic(self):
        for result in self:
            lines = result.line_ids
            if result._fields["total"]._is_empty(result) or not lines:
                result.arithmetic = ""
                continue
            shown = [signed(line.points, first=place == 0) for place, line in enumerate(lines)]
            result.arithmetic = f"{' '.join(shown)} = {result.total:.2f}"

    def _compute_remarks(self):
        told = self.sudo()._remarked() if self else {}
        for result in self:
            result.remarks = "\n".join(told.get(result.id, ()))

    # === ACTION METHODS === #

    def action_acknowledge(self, with_objection=False):
        """Sign that one has seen the result.

        :param bool with_objection: that one does not agree; a re-examination is asked for apart from it
        :raise UserError: for whom it does not concern, or when it is signed
        """
        self._check_readable()
        self._lock_once()
        if refused := self._refuse_without("sign"):
            raise UserError(self._refusal_message(refused))
        self.sudo()._unlocked().write(
            {
                "acknowledged": "with_objection" if with_objection else "yes",
                "acknowledged_on": fields.Datetime.now(),
                "acknowledged_by_id": self.env.uid,
            }
        )
        return True

    # === BUSINESS METHODS - EXPLAINING === #

    def _whose_name(self):
        """Return whose result it is: the person, else the unit."""
        self.ensure_one()
        return self.sudo().employee_id.name or self.unit_id.name

    def _explained(self):
        """Return how each component came about: ``{(result id, component id): sentence}``."""
        told = {}
        for period, results in self.grouped("period_id").items():
            facts = self.env["perf.result.facts"].sudo()._read(period, results.appraisee_id.ids, results)
            for result in results:
                left = result._weight_left()
                for line in result.line_ids:
                    part = line.component_id
                    percents = facts.percents.get((result.appraisee_id.id, part.id), ())
                    counted = facts.counted.get(result.appraisee_id.id, ())
                    words = line._words_beside(counted) if part.source == "adjustment" else line._words(percents, left)
                    told[result.id, part.id] = words
        return told

    def _remarked(self):
        """Return what is unusual about results, with the rule that was applied: ``{result id: [sentence]}``."""
        told = {}
        for result in self:
            words = told[result.id] = []
            if result.no_grade:
                reason = result.no_grade_reason_id.name or self.env._("no reason is given")
                words.append(self.env._("Takes part without a grade (%s): not ranked, no grade.", reason))
            if predecessors := result.appraisee_id.predecessor_ids:
                names = format_list(self.env, predecessors.unit_id.mapped("name"))
                words.append(self.env._("Succeeds %s, whose own results end with it.", names))
            words += result._barred_words()
        for result_id, what, period_ids, unit_id in self.env.execute_query(self._query_sheets_of()):
            result = self.browse(result_id)
            periods = self.env["perf.period"].browse(period_ids)
            names = format_list(self.env, periods.mapped("display_name"))
            told[result_id].append(result._sheet_words(what, names, self.env["hr.department"].browse(unit_id)))
        return told

    def _barred_words(self):
        """Return which grades were not given, as something was missing beside points: sentences."""
        return [
            self.env._("“%(grade)s” is given only with: %(conditions)s.", grade=grade.name, conditions=grade.conditions)
            for grade in self.unmet_grade_ids
            if self.grade_id and self.total >= grade.min_score
        ]

    def _sheet_words(self, what, periods, unit):
        """Return the sentence about sheets that are not what one expects.

        :param str what: ``none``, ``excused``, ``zero`` or ``elsewhere``
        :param str periods: their periods, in words
        :param unit: where they were written
        """
        return {
            "none": self.env._("No sheet was made for %s: left out of the mean.", periods),
            "excused": self.env._("Excused in %s: left out of the mean.", periods),
            "zero": self.env._("Not handed in for %s without an excuse: counts 0.", periods),
            "elsewhere": self.env._(
                "Sheets of %(periods)s were written in %(unit)s and count here; compared in %(here)s.",
                periods=periods,
                unit=unit.name or "",
                here=self.unit_id.name,
            ),
        }[what]

    def _query_sheets_of(self):
        """Return the query of what is unusual about the sheets that results count: ``id, what, periods, unit``."""
        return SQL(
            """
            SELECT v.id, v.what, array_agg(v.period_id ORDER BY v.date_start), v.unit_id
              FROM (SELECT DISTINCT r.id, p.id AS period_id, p.date_start,
                           CASE WHEN s.id IS NULL THEN 'none' WHEN s.state = 'excused' THEN 'excused'
                                WHEN s.state = 'draft' THEN 'zero' WHEN s.unit_id != r.unit_id THEN 'elsewhere'
                           END AS what,
                           CASE WHEN s.state = 'confirmed' THEN s.unit_id END AS unit_id
                      FROM perf_result r
                      JOIN perf_period w ON w.id = r.period_id
                      JOIN perf_scheme_component c
                        ON c.scheme_id = r.scheme_id AND c.period_kind = w.kind AND c.source = 'sheet'
                      JOIN perf_period p
                        ON p.kind = c.sheet_kind AND p.state != 'pending' AND %(inside)s
                 LEFT JOIN perf_appraisal s ON s.appraisee_id = r.appraisee_id AND s.period_id = p.id
                     WHERE r.id = ANY(%(results)s)) v
             WHERE v.what IS NOT NULL
          GROUP BY v.id, v.what, v.unit_id
          ORDER BY v.id, min(v.date_start)
            """,
            inside=inside("p", "w"),
            results=self.ids,
        )

    def _weight_left(self):
        """Return the points that are left when those of missing components are shared out."""
        return sum(
            line.weight for line in self.line_ids if line.component_id.missing_policy != "reweight" or line._is_known()
        )
