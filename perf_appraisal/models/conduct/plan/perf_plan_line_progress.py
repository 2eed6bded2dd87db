from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ....const import SCORE_DIGITS, VALUE_DIGITS
from ...abstract.perf_bulk_mixin import flush_tables

#: Where it stands what was reached, and who may read it.
_READ = ("hr.department", "perf.appraisal", "perf.appraisal.line", "perf.period", "perf.plan", "perf.plan.line")


class PerfPlanLine(models.Model):
    """What became of a line: reached so far, its latest points, and the shares of those to whom it was handed down."""

    _inherit = "perf.plan.line"

    employee_id = fields.Many2one(related="plan_id.employee_id", string="Person")
    unit_id = fields.Many2one(related="plan_id.unit_id")
    state = fields.Selection(related="plan_id.state", string="State of the Plan")
    uom = fields.Char(related="indicator_id.uom")
    done = fields.Float(
        compute="_compute_progress",
        digits=VALUE_DIGITS,
        help="Reached so far, by confirmed sheets of this year: amounts are added up; of rates and of cumulative lines "
        "the latest value holds.",
    )
    latest_score = fields.Float(
        compute="_compute_progress", digits=SCORE_DIGITS, help="Final points of the latest confirmed sheet."
    )
    latest_period_id = fields.Many2one(comodel_name="perf.period", string="As of", compute="_compute_progress")
    handed_count = fields.Integer(string="Shares", compute="_compute_handed")
    handed_target = fields.Float(string="Targets Handed Down", compute="_compute_handed", digits=VALUE_DIGITS)
    handed_done = fields.Float(
        string="Done by People",
        compute="_compute_handed",
        digits=VALUE_DIGITS,
        help="Reached so far by those to whom the line was handed down: added up; of a rate the mean of their latest "
        "values.",
    )

    # === COMPUTE METHODS === #

    def _compute_progress(self):
        rows = self._progress_rows()
        for line in self:
            line.done, line.latest_score, line.latest_period_id = rows.get(line._origin.id, (0.0, 0.0, False))

    @api.depends("child_ids")
    def _compute_handed(self):
        children = self.search([("parent_line_id", "in", self._origin.ids), ("plan_id.state", "!=", "superseded")])
        latest = {}
        for child in children.sorted("id"):  # of a plan and its revision the later one
            latest[child.parent_line_id.id, child.plan_id.employee_id.id or -child.id] = child
        by_parent = {}
        for (parent, _person), child in latest.items():
            by_parent.setdefault(parent, []).append(child)
        for line in self:
            shares = by_parent.get(line._origin.id, [])
            several = len(shares) if line.indicator_id._is_rate() and shares else 1
            line.handed_count = len(shares)
            line.handed_target = sum(child._year_target() for child in shares) / several
            line.handed_done = sum(child.done for child in shares) / several

    def _progress_rows(self):
        """Return what was reached by the lines of these plans and of those that they revise, in one query.

        Only sheets that the user may read count; a plan that serves many people tells nothing about any of them.
        Amounts are added up; of cumulative lines and of rates, see :meth:`_is_rate`, the latest value holds.

        :return: ``{line id: (done, latest points, latest period id)}``
        """
        if not self._origin:
            return {}
        flush_tables(self.env, *_READ)
        readable = self.env["perf.appraisal.line"]._search([("appraisal_id.state", "=", "confirmed")])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id,
                       CASE WHEN l.target_mode = 'cumulative' OR l.indicator_id = ANY(%s)
                            THEN (array_agg(s.actual_value ORDER BY t.date_end DESC))[1]
                            ELSE sum(s.actual_value) END,
                       (array_agg(s.final_score ORDER BY t.date_end DESC))[1],
                       (array_agg(t.id ORDER BY t.date_end DESC))[1]
                  FROM perf_plan_line l
                  JOIN perf_plan p ON p.id = l.plan_id AND p.scope IN ('unit', 'employee')
                  JOIN perf_plan q ON q.cycle_id = p.cycle_id AND q.scope = p.scope
                   AND (q.employee_id = p.employee_id OR p.scope = 'unit' AND q.unit_id = p.unit_id)
                  JOIN perf_plan_line m ON m.plan_id = q.id AND m.indicator_id = l.indicator_id
                  JOIN perf_appraisal_line s ON s.plan_line_id = m.id AND s.assessed
                  JOIN perf_period t ON t.id = s.period_id
                 WHERE l.id = ANY(%s) AND s.id IN %s
                 GROUP BY l.id
                """,
                self.indicator_id.filtered(lambda indicator: indicator._is_rate()).ids,
                list(self._origin.ids),
                readable.subselect(),
            ),
        )
        return {row[0]: (float(row[1] or 0.0), float(row[2] or 0.0), row[3]) for row in rows}

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Close the task of taking a superior indicator into a plan."""
        lines = super().create(vals_list)
        lines.sudo().superior_indicator_id._assign_tasks()
        return lines

    def write(self, vals):
        """Close, or give again, the task of taking a superior indicator into a plan."""
        if not {"superior_indicator_id", "plan_id"} & set(vals):
            return super().write(vals)
        before = self.sudo().superior_indicator_id
        result = super().write(vals)
        (before | self.sudo().superior_indicator_id)._assign_tasks()
        return result

    def unlink(self):
        """Give the task of taking a superior indicator into a plan again."""
        superior = self.sudo().superior_indicator_id
        result = super().unlink()
        superior._assign_tasks()
        return result

    # === ACTION METHODS === #

    def action_view_handed(self):
        """Open the shares that were handed down from the line.

        :return: an action dictionary
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_plan_line_action_handed")
        action["domain"] = [("parent_line_id", "=", self.id), ("plan_id.state", "!=", "superseded")]
        action["display_name"] = self.display_name
        return action

    # === HELPERS === #

    def _year_target(self):
        """Return what the line asks in the whole year: where the target is that of each month, twelve times it."""
        self.ensure_one()
        if self.frequency != "month" or self.target_month or self.indicator_id._is_rate():
            return self.target_value
        return 12 * self.target_value

    def _shown(self, name):
        """Return the value of a column as the list of changes shows it."""
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "float":
            return f"{value:g}"
        if field.relational:
            return ", ".join(value.sudo().mapped("display_name"))
        return format_date(self.env, value) if field.type == "date" and value else str(value or "")
