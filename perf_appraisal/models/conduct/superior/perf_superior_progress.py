from odoo import api, fields, models
from odoo.tools import SQL

from ....const import VALUE_DIGITS
from ....tools.targets import RATE_MARKS
from ...abstract.rights import Right, Way

#: Measures that are compared inside one indicator only: tons and yuan do not add up.
_OF_ONE = frozenset({"target", "done", "gap", "unit_count"})


class PerfSuperiorProgress(models.Model):
    """Where the county stands at the end of each quarter: target, done and gap of every superior indicator.

    Counted by SQL from the confirmed sheets of units whose plan lines serve the indicator. Amounts are added up over
    periods and units; of a rate and of cumulative values the latest of the cycle holds, and of the units their mean.
    """

    _name = "perf.superior.progress"
    _description = "Progress of Superior Indicators"
    _inherit = ["perf.rights.mixin"]
    _auto = False
    _order = "superior_indicator_id, quarter"

    _rights = {"see": Right(ways=(Way("superior_indicator_id", "see"),))}

    superior_indicator_id = fields.Many2one(comodel_name="perf.superior.indicator", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    cycle_id = fields.Many2one(comodel_name="perf.cycle", readonly=True)
    level = fields.Selection(selection=[("region", "Region"), ("city", "City")], string="Source Level", readonly=True)
    lead_unit_id = fields.Many2one(comodel_name="hr.department", readonly=True)
    quarter = fields.Selection(selection=[("1", "Q1"), ("2", "Q2"), ("3", "Q3"), ("4", "Q4")], readonly=True)
    uom = fields.Char(string="Unit of Measure", readonly=True)
    target = fields.Float(
        digits=VALUE_DIGITS, readonly=True, aggregator="max", help="To be reached by the end of the quarter."
    )
    done = fields.Float(
        digits=VALUE_DIGITS,
        readonly=True,
        aggregator="max",
        help="Reached by the end of the quarter, or so far. Amounts are added up; rates and percentages are not: the "
        "latest value of each unit in this cycle holds, and of several units their mean.",
    )
    gap = fields.Float(digits=VALUE_DIGITS, readonly=True, aggregator="max", help="Target less done.")
    percent = fields.Float(
        string="Done (%)",
        digits=(12, 2),
        readonly=True,
        aggregator="avg",
        help="Done in percent of the target; of several indicators the mean at the latest quarter shown.",
    )
    unit_count = fields.Integer(string="Units Reporting", readonly=True, aggregator="max")

    # === COMPUTE METHODS === #

    @api.depends("superior_indicator_id", "quarter")
    def _compute_display_name(self):
        for row in self:
            name = row.superior_indicator_id.display_name
            row.display_name = name and f"{name} · Q{row.quarter}"

    # === BUSINESS METHODS === #

    def _read_group_select(self, aggregate_spec, query):
        """Aggregate only what can be compared: how one indicator stands, and how far several are on the average.

        What stands at the end of a quarter holds the quarters before: the latest one of a group speaks for it.
        """
        name = aggregate_spec.partition(":")[0]
        if name not in _OF_ONE | {"percent"}:
            return super()._read_group_select(aggregate_spec, query)
        value, quarter, indicator = (
            self._field_to_sql(self._table, column, query) for column in (name, "quarter", "superior_indicator_id")
        )
        if name == "percent":
            return SQL(
                "(SELECT avg(t.value) FROM unnest(array_agg(%(value)s), array_agg(%(quarter)s)) AS t(value, quarter)"
                " WHERE t.quarter = max(%(quarter)s))",
                value=value,
                quarter=quarter,
            )
        return SQL(
            "CASE WHEN count(DISTINCT %(indicator)s) = 1 THEN (array_agg(%(value)s ORDER BY %(quarter)s DESC))[1] END",
            indicator=indicator,
            value=value,
            quarter=quarter,
        )

    @property
    def _table_query(self):
        """Return the query: what is due at the end of each quarter, and what all units together have reached."""
        return SQL(
            """
            WITH fact AS (%(facts)s), county AS (%(county)s), due AS (%(due)s), result AS (
                SELECT d.id * 4 + d.number AS id, d.id AS superior_indicator_id, d.company_id, d.cycle_id, d.level,
                       d.lead_unit_id, d.number::varchar AS quarter, d.uom, COALESCE(c.units, 0) AS unit_count,
                       d.standing AS target, COALESCE(CASE WHEN c.is_rate THEN c.mean ELSE c.total END, 0) AS done
                  FROM due d
             LEFT JOIN county c ON c.superior_indicator_id = d.id AND c.number = d.number
            )
            SELECT r.*, r.target - r.done AS gap,
                   CASE WHEN r.target = 0 THEN NULL ELSE r.done * 100 / r.target END AS percent
              FROM result r
            """,
            facts=self._query_facts(),
            county=self._query_county(),
            due=self._query_due(),
        )

    @staticmethod
    def _query_facts():
        """Return the query of the values on confirmed sheets of units, each with the quarter in which it counts.

        Rule: what is a rate, see ``perf.indicator._is_rate``; also whatever serves a superior rate.
        """
        return SQL(
            """
            SELECT l.superior_indicator_id, a.unit_id, s.actual_value, l.target_mode, p.date_start, p.date_end,
                   concat(u.uom, i.uom) ~ %s OR i.method IN ('threshold', 'efficacy') AS is_rate,
                   CASE p.kind WHEN 'month' THEN (p.number + 2) / 3 WHEN 'quarter' THEN p.number
                               WHEN 'half' THEN p.number * 2 ELSE 4 END AS quarter
              FROM perf_appraisal_line s
              JOIN perf_plan_line l ON l.id = s.plan_line_id AND l.superior_indicator_id IS NOT NULL
              JOIN perf_superior_indicator u ON u.id = l.superior_indicator_id
              JOIN perf_indicator i ON i.id = l.indicator_id
              JOIN perf_appraisal a ON a.id = s.appraisal_id AND a.kind = 'unit' AND a.state = 'confirmed'
              JOIN perf_period p ON p.id = a.period_id
             WHERE s.assessed
            """,
            f"[{RATE_MARKS}]",
        )

    @staticmethod
    def _query_county():
        """Return the query of what each unit reached by the end of a quarter, and of all units together.

        Amounts that are reported per period are added up; of cumulative lines and of rates the latest value holds.
        """
        return SQL(
            """
            SELECT u.superior_indicator_id, u.number, sum(u.value) AS total, avg(u.value) AS mean, count(*) AS units,
                   bool_or(u.is_rate) AS is_rate
              FROM (SELECT f.superior_indicator_id, q.number, f.unit_id, bool_or(f.is_rate) AS is_rate,
                           CASE WHEN bool_or(f.is_rate OR f.target_mode = 'cumulative')
                                THEN (array_agg(f.actual_value ORDER BY f.date_end DESC, f.date_start))[1]
                                ELSE sum(f.actual_value) END AS value
                      FROM fact f
                      JOIN generate_series(1, 4) AS q(number) ON f.quarter <= q.number
                     GROUP BY f.superior_indicator_id, q.number, f.unit_id) u
             GROUP BY u.superior_indicator_id, u.number
            """,
        )

    @staticmethod
    def _query_due():
        """Return the query of the targets at the end of each quarter; without a split the year's target stands."""
        return SQL(
            """
            SELECT i.*, q.number,
                   CASE WHEN 0 = ALL (a.targets) THEN i.target
                        WHEN i.target_mode = 'cumulative' THEN a.targets[q.number]
                        ELSE (SELECT sum(t.target) FROM unnest(a.targets[:q.number]) AS t(target)) END AS standing
              FROM perf_superior_indicator i
             CROSS JOIN LATERAL (SELECT ARRAY[i.target_q1, i.target_q2, i.target_q3, i.target_q4] AS targets) a
             CROSS JOIN generate_series(1, 4) AS q(number)
            """,
        )
