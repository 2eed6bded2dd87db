from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.integrity import signs_of
from ...abstract.perf_bulk_mixin import flush_tables

#: What the rows of the board are, and of which sheets they tell: people's, by who reviews them or by their unit; or the
#: units' own.
ROWS = {"leader": "employee", "unit": "employee", "own": "unit"}

#: Figures of a row, in percent and percent points.
FIGURES = ("mean", "spread", "full_share", "self_gap", "verified_gap", "on_time")

#: A mean of a category in which fewer units lie than these, beside those that the user may see, would tell him of one.
LEAST_OTHERS = 3

#: A unit hands in a sheet of its own a quarter: two say something already.
LEAST_OWN = 2


class PerfIntegrity(models.AbstractModel):
    """How far the scores of leaders and units can be believed, beside those of their category.

    The board shows signs and the figures behind them. It judges nobody, and no point comes of it.
    """

    _name = "perf.integrity"
    _description = "Integrity Board"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_integrity(self, cycle_id=False, period_id=False, kind="leader"):
        """Return what the scores of leaders or units of a cycle look like, by category.

        The Performance Office and the auditor see all units, heads their own and those below. Heads see those figures
        of a category that enough other units make up: of two units, the mean would tell each of the other.

        :param int cycle_id: the cycle, else the latest one that has begun
        :param int period_id: only sheets of this period and those inside it, else of the whole cycle
        :param str kind: ``leader``: people's sheets by who reviews them; ``unit``: by unit; ``own``: the units' own
        :return: ``{"cycles", "cycle_id", "periods", "period_id", "kind", "limits", "beyond", "groups": [{"id", "name",
            "figures", "masked", "rows": [{"key", "name", "unit", "unit_id", "leader_id", "figures", "signs": [{"kind",
            "text"}]}]}]}``; of figures, see ``FIGURES``, those are false that nothing is known of; ``masked``: whether
            some of the category are kept back; ``beyond``: how many self-scores of these sheets lie further above the
            final score than the scheme tolerates
        :raise AccessError: for who leads no unit
        """
        kind = kind if kind in ROWS else "leader"
        units = self._units()
        cycles = self.env["perf.cycle"].search([("state", "!=", "draft")], order="year desc, id desc")
        begun = cycles.filtered(lambda cycle: cycle.date_start <= cycle.company_id._perf_today())
        cycle = cycles.filtered(lambda cycle: cycle.id == cycle_id) or (begun or cycles)[:1]
        periods = cycle.period_ids.filtered(lambda period: period.state != "pending").sorted("date_end", reverse=True)
        chosen = periods.filtered(lambda period: period.id == period_id)
        limits = cycle._integrity_limits()
        if kind == "own":
            # a unit that is as good in every quarter is steady: nobody gives everybody the same
            limits = limits._replace(least_sheets=min(limits.least_sheets, LEAST_OWN), spread=0.0)
        return {
            "cycles": [{"id": found.id, "name": found.name} for found in cycles],
            "cycle_id": cycle.id,
            "periods": [
                {
                    "id": period.id,
                    "name": period.display_name,
                    "start": str(period.date_start),
                    "end": str(period.date_end),
                }
                for period in periods
            ],
            "period_id": chosen.id,
            "kind": kind,
            "limits": limits._asdict(),
            "beyond": self._count_beyond(cycle, chosen, units),
            "groups": self._groups(self._rows(cycle, chosen, units, kind), limits, units, kind) if cycle else [],
        }

    # === HELPERS - WHO === #

    @api.model
    def _units(self):
        """Return the units of which the user may see how they score.

        :raise AccessError: for who heads no unit
        """
        if self.env.user.has_groups("perf_appraisal.group_perf_office,perf_appraisal.group_perf_auditor"):
            return self._departments(Domain("company_id", "in", [*self.env.companies.ids, False]))
        if units := self._headed_units():
            return units
        raise AccessError(
            self.env._("The integrity board is for the Performance Office, the auditor and heads of units.")
        )

    @api.model
    def _headed_units(self, limit=None):
        """Return the units that the user heads, or that lie below those.

        :param int limit: at most so many
        """
        rights = self.env["hr.department"]
        return self._departments(rights._right_domain("command") | rights._right_domain("head"), limit)

    @api.model
    def _departments(self, domain, limit=None):
        """Return the units in a domain, archived ones too."""
        units = self.env["hr.department"].sudo().with_context(active_test=False)
        return units.search(Domain("perf_is_unit", "=", True) & domain, limit=limit)

    # === HELPERS - FIGURES === #

    @api.model
    def _rows(self, cycle, period, units, kind):
        """Return the figures of leaders or units and of their categories, in two statements.

        :param cycle: ``perf.cycle`` record
        :param period: ``perf.period`` record, none: the whole cycle
        :param units: units that are shown; the categories' figures are those of all their units
        :param str kind: a key of ``ROWS``
        :return: ``{(category id, unit id, leader id): {name: figure}}``; of a category both are none, and ``masked``
            tells whether figures are kept back
        """
        flush_tables(self.env, "perf.appraisal", "perf.appraisal.line", "perf.period", "hr.department")
        sheets = self._sheets_query(cycle, period, units, kind)
        rows = {}
        for query in (self._scores_query(sheets), self._lines_query(sheets)):
            for row in self.env.execute_query_dict(query):
                key = (row.pop("category"), row.pop("unit"), row.pop("leader"))
                rows.setdefault(key, {}).update(row)
        shown = set(units.ids)
        self._mask_categories(rows, shown)
        return {key: figures for key, figures in rows.items() if key[1] is None or key[1] in shown}

    @api.model
    def _mask_categories(self, rows, shown):
        """Keep back what a category's figures would tell of single units that the user does not see.

        :param dict rows: as from :meth:`_rows`, of all units; changed in place
        :param set shown: ids of the units that the user sees
        """
        others = {}
        for (category, unit, _leader), figures in rows.items():
            if unit is not None and unit not in shown:
                for name in FIGURES:
                    if figures.get(name) is not None:
                        others.setdefault((category, name), set()).add(unit)
        for (category, name), units in others.items():
            if len(units) < LEAST_OTHERS:
                rows[category, None, None].update({name: None, "sheets": None, "verified": None, "masked": True})

    @api.model
    def _sheets_query(self, cycle, period, units, kind):
        """Return the sheets that are looked at, with what they come to in percent."""
        zone = cycle.company_id._perf_zone()
        return SQL(
            """
            SELECT a.id, a.unit_id, COALESCE(d.perf_category_id, 0) AS category_id,
                   %(leader)s AS leader_id, a.state IN ('reviewed', 'confirmed') AS decided,
                   CASE WHEN a.state IN ('reviewed', 'confirmed')
                        THEN 100 * a.review_score / NULLIF(a.full_score, 0) END AS given,
                   CASE WHEN a.state IN ('reviewed', 'confirmed')
                        THEN 100 * a.self_score / NULLIF(a.full_score, 0) END AS claimed,
                   CASE WHEN a.self_deadline IS NULL THEN NULL
                        WHEN a.filled_on IS NOT NULL AND NOT COALESCE(a.self_skipped, FALSE)
                        THEN (a.filled_on AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date <= a.self_deadline
                        WHEN a.self_deadline < %(today)s THEN FALSE END AS on_time
              FROM perf_appraisal a
              JOIN perf_period p ON p.id = a.period_id
              JOIN hr_department d ON d.id = a.unit_id
             WHERE a.cycle_id = %(cycle)s AND a.kind = %(kind)s AND a.state <> 'excused'
               AND p.date_start >= %(start)s AND p.date_end <= %(end)s
               AND COALESCE(d.perf_category_id, 0) = ANY(%(categories)s)
            """,
            leader=SQL("a.reviewer_id") if kind == "leader" else SQL("NULL::int4"),
            zone=zone,
            today=cycle.company_id._perf_today(),
            cycle=cycle.id,
            kind=ROWS[kind],
            start=(period or cycle).date_start,
            end=(period or cycle).date_end,
            categories=[*units.perf_category_id.ids, 0],
        )

    @api.model
    def _scores_query(self, sheets):
        """Return what whole sheets tell."""
        return SQL(
            """
            SELECT s.category_id AS category, s.unit_id AS unit, s.leader_id AS leader,
                   count(s.given) AS sheets, avg(s.given) AS mean, stddev_pop(s.given) AS spread,
                   avg(s.claimed - s.given) AS self_gap,
                   count(s.on_time) AS due,
                   100.0 * count(*) FILTER (WHERE s.on_time) / NULLIF(count(s.on_time), 0) AS on_time
              FROM (%s) s
          GROUP BY GROUPING SETS ((s.category_id), (s.category_id, s.unit_id, s.leader_id))
            """,
            sheets,
        )

    @api.model
    def _lines_query(self, sheets):
        """Return what the lines of decided sheets tell."""
        return SQL(
            """
            SELECT s.category_id AS category, s.unit_id AS unit, s.leader_id AS leader,
                   100.0 * count(*) FILTER (WHERE l.review_score >= l.full_score) / count(*) AS full_share,
                   count(l.verified_reason) AS verified,
                   100 * sum(l.review_score - l.verified_score) FILTER (WHERE l.verified_reason IS NOT NULL)
                       / NULLIF(sum(l.full_score) FILTER (WHERE l.verified_reason IS NOT NULL), 0) AS verified_gap
              FROM (%s) s
              JOIN perf_appraisal_line l ON l.appraisal_id = s.id
             WHERE s.decided AND l.assessed
          GROUP BY GROUPING SETS ((s.category_id), (s.category_id, s.unit_id, s.leader_id))
            """,
            sheets,
        )

    @api.model
    def _count_beyond(self, cycle, period, units):
        """Return how many sheets of the units have a self-score that lies too far above the final one.

        :param period: ``perf.period`` record, none: the whole cycle
        """
        asked = Domain("unit_id", "in", units.ids) & Domain("cycle_id", "=", cycle.id)
        if period:
            asked &= Domain("period_id.date_start", ">=", period.date_start)
            asked &= Domain("period_id.date_end", "<=", period.date_end)
        return self.env["perf.appraisal"].sudo().search_count(asked & Domain("is_beyond_tolerance", "=", True))

    # === HELPERS - SCREEN === #

    @api.model
    def _groups(self, rows, limits, units, kind):
        """Return the rows of the board by category, those with signs first.

        :param dict rows: as from :meth:`_rows`
        :param limits: :class:`Limits`
        :param units: units that are shown
        :param str kind: a key of ``ROWS``
        """
        leaders = self.env["hr.employee"].sudo().browse({leader for _category, _unit, leader in rows if leader})
        names = {leader.id: leader.name for leader in leaders}
        of_units = {unit.id: unit.name for unit in units}
        nobody = self.env._("Performance Office") if kind == "leader" else ""
        found = {}
        for (category, unit, leader), figures in rows.items():
            if unit is None or not figures.get("sheets") and figures.get("on_time") is None:
                continue
            signs = signs_of(figures, limits)
            found.setdefault(category, []).append(
                {
                    "key": f"{unit}-{leader or 0}",
                    "name": names[leader] if leader else nobody or of_units[unit],
                    "unit": of_units[unit],
                    "unit_id": unit,
                    "leader_id": leader or False,
                    "figures": self._shown(figures),
                    "signs": [{"kind": sign, "text": self._sign_text(sign, figures, limits)} for sign in signs],
                }
            )
        categories = self.env["perf.category"].sudo().with_context(active_test=False)
        labels = {category.id: category.name for category in categories.search([("id", "in", list(found))])}
        return [
            {
                "id": category,
                "name": labels.get(category) or self.env._("Without category"),
                "figures": self._shown(rows[category, None, None]),
                "masked": "masked" in rows[category, None, None],
                "rows": sorted(found[category], key=lambda row: (-len(row["signs"]), row["unit"], row["name"])),
            }
            for category in (*labels, 0)
            if category in found
        ]

    @api.model
    def _shown(self, figures):
        """Return figures as the screen shows them: to two places, false where nothing is known."""
        counted = {name: figures.get(name) or 0 for name in ("sheets", "verified")}
        return counted | {
            name: False if figures.get(name) is None else round(float(figures[name]), 2) for name in FIGURES
        }

    @api.model
    def _sign_text(self, sign, figures, limits):
        """Return the sentence behind a sign.

        :param str sign: as from :func:`signs_of`
        :param dict figures: of the row
        :param limits: :class:`Limits`
        """
        shown = {name: f"{figures[name]:.2f}" for name in FIGURES if figures.get(name) is not None}
        limit = {name: f"{value:g}" for name, value in limits._asdict().items()}
        if sign == "nice":
            return self.env._(
                "%(share)s %% of the lines have full points (limit %(most)s), and %(count)s sheets differ by only"
                " %(spread)s percent points (limit %(least)s).",
                share=shown["full_share"],
                most=limit["full_share"],
                count=figures["sheets"],
                spread=shown["spread"],
                least=limit["spread"],
            )
        if sign == "inflated":
            return self.env._(
                "Self-scores lie %(gap)s percent points above the leader's (limit %(limit)s).",
                gap=shown["self_gap"],
                limit=limit["self_gap"],
            )
        if sign == "unverified":
            return self.env._(
                "Verification took off %(gap)s %% of the points of %(count)s lines (limit %(limit)s).",
                gap=shown["verified_gap"],
                count=figures["verified"],
                limit=limit["verified_gap"],
            )
        return self.env._(
            "%(share)s %% of the sheets were handed in by their day (limit %(limit)s).",
            share=shown["on_time"],
            limit=limit["on_time"],
        )
