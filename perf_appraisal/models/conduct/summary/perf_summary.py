from functools import lru_cache

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, LazyTranslate, format_list

from ....const import SCORE_DIGITS
from ....tools.decimals import to_decimal
from ....tools.scoring_sheet import mean_and_spread, sheet_percent
from ...abstract.perf_bulk_mixin import flush_tables
from ...abstract.perf_state_mixin import Step

_lt = LazyTranslate(__name__)

#: Figures of the unit's people, kept as they are when the summary is submitted.
NUMBERS = (
    "expected_count",
    "handed_in_count",
    "confirmed_count",
    "excused_count",
    "missing_count",
    "mean",
    "spread",
    "missing_names",
    "excused_names",
)


class PerfSummary(models.Model):
    """A unit's quarter: how many of its people's monthly sheets are there, and what the appraisal group says."""

    _name = "perf.summary"
    _description = "Summary of a Unit"
    _inherit = ["perf.signed.mixin", "perf.led.mixin", "mail.thread"]
    _order = "period_id, unit_id"
    _sealed_states = frozenset({"confirmed"})
    _led_until = ("submitted_on",)
    _rec_names_search = ["unit_id.name"]
    _mail_post_access = "write"
    _check_company_auto = True

    _transitions = {
        "action_submit": Step({"draft": "submitted"}, right="submit", signs="submitted", empties=("return_reason",)),
        "action_confirm": Step({"submitted": "confirmed"}, right="confirm", signs="confirmed"),
        "action_return": Step(
            {"submitted": "draft"},
            right="confirm",
            undoes=("submitted",),
            reason="return_reason",
            title=_lt("Return"),
            hint=_lt("The unit reads your reason and submits it again. A signed copy of it is outdated then."),
        ),
    }
    _phase_fields = {"draft": frozenset({"meeting_date", "opinion", "attendees"})}
    _signed_states = frozenset({"submitted", "confirmed"})

    unit_id = fields.Many2one(
        "hr.department", required=True, index=True, ondelete="restrict", domain="[('perf_is_unit', '=', True)]"
    )
    period_id = fields.Many2one(
        "perf.period",
        string="Quarter",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind', '=', 'quarter'), ('state', '!=', 'pending')]",
    )
    cycle_id = fields.Many2one("perf.cycle", related="period_id.cycle_id")
    company_id = fields.Many2one("res.company", related="period_id.company_id", store=True, precompute=True, index=True)
    state = fields.Selection(
        selection=[("draft", "To Fill in"), ("submitted", "Submitted"), ("confirmed", "Confirmed")],
        required=True,
        default="draft",
        group_expand=True,
    )

    # Figures: live while it is filled in, afterwards as they were when it was submitted
    expected_count = fields.Integer(string="Sheets", compute="_compute_numbers")
    handed_in_count = fields.Integer(string="Handed in", compute="_compute_numbers")
    confirmed_count = fields.Integer(string="Confirmed Sheets", compute="_compute_numbers")
    excused_count = fields.Integer(string="Excused", compute="_compute_numbers")
    missing_count = fields.Integer(string="Missing", compute="_compute_numbers")
    mean = fields.Float(
        digits=SCORE_DIGITS, compute="_compute_numbers", help="Mean of the reviewed sheets, in percent."
    )
    spread = fields.Float(
        digits=SCORE_DIGITS,
        compute="_compute_numbers",
        help="Standard deviation of the reviewed sheets, in percent points.",
    )
    missing_names = fields.Text(string="Who Is Missing", compute="_compute_numbers")
    excused_names = fields.Text(string="Who Is Excused", compute="_compute_numbers")
    frozen_numbers = fields.Json(copy=False)

    # What the appraisal group writes
    meeting_date = fields.Date(string="Met on")
    attendees = fields.Char(string="Present")
    opinion = fields.Text(string="Opinion of the Appraisal Group")

    # Who did it
    submitted_by_id = fields.Many2one("res.users", string="Submitted by", ondelete="restrict")
    submitted_on = fields.Datetime()
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", ondelete="restrict")
    confirmed_on = fields.Datetime()
    return_reason = fields.Char(help="Why the summary was last given back.")

    can_submit = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")
    can_return = fields.Boolean(compute="_compute_can")

    _unit_uniq = models.Constraint("UNIQUE(period_id, unit_id)", "This unit already has a summary for this quarter.")

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for summary in self:
            summary.display_name = " · ".join(filter(None, [summary.unit_id.name, summary.period_id.display_name]))

    @api.depends("state", "frozen_numbers", "unit_id", "period_id")
    def _compute_numbers(self):
        drafts = self.filtered(lambda summary: summary.state == "draft")
        live = (drafts if self.env.su else drafts._of_users_units())._live_numbers()
        empty = dict.fromkeys(NUMBERS, 0) | {"missing_names": False, "excused_names": False}
        for summary in self:
            key = (summary.unit_id.id, summary.period_id.id)
            numbers = live.get(key) if summary in drafts else summary.frozen_numbers
            summary.update(empty | (numbers or {}))

    # === CONSTRAINT METHODS === #

    @api.constrains("period_id", "unit_id")
    def _check_quarter(self):
        for summary in self:
            if summary.period_id.kind != "quarter":
                raise ValidationError(self.env._("A summary belongs to a quarter."))
            if not summary.unit_id.perf_is_unit:
                raise ValidationError(self.env._("%s is no unit of appraisal.", summary.unit_id.name))

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        self._check_names({name for vals in vals_list for name in vals} - {"period_id", "unit_id"}, "draft")

    def _guard_write(self, vals):
        names = {name for name in vals if not name.startswith(("message_", "activity_"))}
        for summary in self:
            summary._check_names(names, summary.state)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda summary: summary.state != "draft"):
            raise UserError(self.env._("A summary that was submitted is never deleted."))

    def _check_names(self, names, state):
        """Raise when a column is not open in a state.

        :param set names: names of the fields to write
        :param str state: state of the summary
        :raise UserError: naming the fields
        """
        refused = sorted(names - self._open_fields(state))
        if refused:
            raise UserError(
                self.env._(
                    "%(summary)s: %(fields)s cannot be changed now.",
                    summary=self.display_name or self._description,
                    fields=format_list(self.env, [self._field_label(name) for name in refused]),
                ),
            )

    def _guard_files(self, files, names):
        """Seal the files of the chatter together with the summary.

        :raise UserError: naming the summary
        """
        super()._guard_files(files, names)
        if sealed := self.sudo().filtered(lambda summary: summary.state == "confirmed")[:1]:
            raise UserError(self.env._("%s is confirmed, and its files are sealed with it.", sealed.display_name))

    # === BUSINESS METHODS - FIGURES === #

    def _of_users_units(self):
        """Return the summaries whose figures are the user's to see: of a form, by the unit that is chosen there."""
        saved = self.filtered("id")
        return saved | (self - saved)._holding("see")

    def _live_numbers(self):
        """Return the figures of the monthly sheets of the units' people, in one statement.

        Handed in is what was ever handed in and not given back. Missing is what was not handed in, excused ones aside.

        :return: ``{(unit id, quarter id): {name: figure}}``
        """
        if not self:
            return {}
        flush_tables(self.env, "perf.appraisal", "perf.period", "perf.scheme", "hr.employee")
        self.env.cr.execute(
            SQL(
                """
                SELECT a.unit_id, a.quarter_id, count(*) AS expected_count,
                       count(*) FILTER (WHERE a.state NOT IN ('draft', 'excused')) AS handed_in_count,
                       count(*) FILTER (WHERE a.state = 'confirmed') AS confirmed_count,
                       count(*) FILTER (WHERE a.state = 'excused') AS excused_count,
                       count(*) FILTER (WHERE a.state = 'draft') AS missing_count,
                       array_agg(ARRAY[a.percent::text, a.review_score::text, a.full_score::text,
                                       COALESCE(a.sheet_bonus_cap, 0)::text])
                           FILTER (WHERE a.state IN ('reviewed', 'confirmed')) AS scored,
                       array_agg(ARRAY[a.employee_id::text, a.state, a.month::text]
                                 ORDER BY a.name, a.employee_id, a.month)
                           FILTER (WHERE a.state IN ('draft', 'excused')) AS absent,
                       array_agg(a.id) FILTER (WHERE a.state IN ('draft', 'excused')) AS absent_ids
                  FROM (SELECT b.id, b.unit_id, b.employee_id, b.state, m.parent_id AS quarter_id,
                               m.number AS month, e.name,
                               CASE WHEN b.state = 'confirmed' THEN b.percent END AS percent,
                               CASE WHEN b.state = 'reviewed' THEN b.review_score END AS review_score,
                               b.full_score, x.sheet_bonus_cap
                          FROM perf_appraisal b
                          JOIN perf_period m ON m.id = b.period_id AND m.kind = 'month'
                          JOIN hr_employee e ON e.id = b.employee_id
                     LEFT JOIN perf_scheme x ON x.id = b.scheme_id
                         WHERE b.kind = 'employee' AND b.unit_id = ANY(%s) AND m.parent_id = ANY(%s)) a
              GROUP BY a.unit_id, a.quarter_id
                """,
                self.unit_id.ids,
                self.period_id.ids,
            ),
        )
        rows = self.env.cr.dictfetchall()
        labels = self._person_labels([sheet for row in rows for sheet in row.pop("absent_ids") or ()])
        return {(row.pop("unit_id"), row.pop("quarter_id")): self._with_absent_names(row, labels) for row in rows}

    def _with_absent_names(self, row, labels):
        """Return figures with those who are missing and excused as lines of text: the name and the months.

        :param dict row: figures, with ``absent`` as rows of person, state and month, and ``scored`` as rows for the
            engine
        :param dict labels: as from :meth:`_person_labels`
        """
        months_of = {"draft": {}, "excused": {}}
        for person, state, month in row.pop("absent") or ():
            months_of[state].setdefault(int(person), []).append(month)
        for column, state in (("missing_names", "draft"), ("excused_names", "excused")):
            row[column] = "\n".join(
                self.env._("%(name)s (month %(months)s)", name=labels[person], months=format_list(self.env, months))
                for person, months in months_of[state].items()
            )
        percents = [percent for sheet in row.pop("scored") or () if (percent := counted_percent(*sheet)) is not None]
        row["mean"], row["spread"] = map(float, mean_and_spread(percents))
        return row

    @api.model
    def _person_labels(self, sheet_ids):
        """Return how people are called: namesakes of one unit by their section and post too.

        :param list sheet_ids: sheets of the people
        :return: ``{employee id: label}``
        """
        if not sheet_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                WITH asked AS (
                    SELECT DISTINCT ON (a.employee_id) a.employee_id, a.id, a.unit_id, a.cycle_id, e.name
                      FROM perf_appraisal a
                      JOIN hr_employee e ON e.id = a.employee_id
                     WHERE a.id = ANY(%s)
                  ORDER BY a.employee_id, a.id DESC
                ), people AS (
                    SELECT unit_id, employee_id, name FROM asked
                     UNION
                    SELECT p.unit_id, p.employee_id, e.name
                      FROM perf_appraisee p
                      JOIN hr_employee e ON e.id = p.employee_id
                     WHERE p.unit_id IN (SELECT unit_id FROM asked) AND p.cycle_id IN (SELECT cycle_id FROM asked)
                )
                SELECT a.employee_id, a.id, a.name, count(*) > 1
                  FROM asked a
                  JOIN people p ON p.unit_id = a.unit_id AND p.name = a.name
              GROUP BY a.employee_id, a.id, a.name
                """,
                list(sheet_ids),
            ),
        )
        labels = {person: name for person, _sheet, name, _is_shared in rows}
        shared = [sheet for _person, sheet, _name, is_shared in rows if is_shared]
        for sheet in self.env["perf.appraisal"].sudo().browse(shared):
            parts = (labels[sheet.employee_id.id], sheet.department_id.name, sheet.job_id.name)
            labels[sheet.employee_id.id] = " · ".join(filter(None, parts))
        return labels

    def _freeze_numbers(self, names=NUMBERS):
        """Keep the figures as they are now.

        :param names: which of them; the others stay as they were kept before
        """
        live = self._live_numbers()
        for summary in self:
            now = live.get((summary.unit_id.id, summary.period_id.id), {})
            kept = summary.frozen_numbers or {}
            summary.sudo()._unlocked().frozen_numbers = kept | {name: now[name] for name in names if name in now}


@lru_cache(maxsize=4096)
def counted_percent(sealed, score, full, cap):
    """Return the percent by which a sheet counts in the mean: the sealed one, else the engine's; many are the same.

    :param str sealed: percent of a confirmed sheet
    :param str score: the leader's points of a reviewed one
    :param str full: full points
    :param str cap: how many percent points it may reach above 100; 0 is no cap
    """
    if score is None:
        return sealed and to_decimal(sealed)
    return sheet_percent(*map(to_decimal, (score, full or 0, cap)))
