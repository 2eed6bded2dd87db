from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, LazyTranslate, format_list

from ....const import INPUT_COLUMNS
from ...abstract.perf_work_mixin import Card

_lt = LazyTranslate(__name__)


class PerfAppraisalLine(models.Model):
    """What the screens show of a line beside its scores."""

    _name = "perf.appraisal.line"
    _inherit = ["perf.appraisal.line", "perf.work.mixin"]

    _work_cards = {
        "lead": Card(
            right="i_score_due",
            finder="_find_work_of_lead_unit",
            icon="fa-th",
            title=_lt("Score 1 line as lead unit for %(period)s"),
            titles=_lt("Score %(count)s lines as lead unit for %(period)s"),
            lates=_lt("%(late)s of %(count)s lines late"),
            hint=_lt("Give points and reasons on the sheets of other units, in one grid."),
            button=_lt("Give Points"),
            action="perf_appraisal.perf_grid_action_lead",
        ),
    }

    evidence_count = fields.Integer(
        string="Pieces of Evidence",
        compute="_compute_evidence_count",
        help="Files on the line and on its claims.",
    )
    input_column = fields.Char(
        compute="_compute_input_column",
        help="The column that takes the self-score's input. Empty where only claims count.",
    )
    is_filled_in = fields.Boolean(
        string="Filled in",
        compute="_compute_is_filled_in",
        search="_search_is_filled_in",
        help="Nothing more has to be entered before the sheet is handed in, evidence aside.",
    )
    self_skipped = fields.Boolean(related="appraisal_id.self_skipped")
    work_log_count = fields.Integer(
        string="Log",
        compute="_compute_work_log_count",
        help="Entries of the person's work log about this indicator in the period.",
    )
    has_rules = fields.Boolean(compute="_compute_has_rules", help="There are rules by which something can be claimed.")

    # === COMPUTE METHODS === #

    @api.depends("evidence_ids", "claim_ids.evidence_ids")
    def _compute_evidence_count(self):
        for line in self:
            line.evidence_count = len(line.evidence_ids | line.claim_ids.evidence_ids)

    @api.depends("indicator_id.method")
    def _compute_input_column(self):
        for line in self:
            line.input_column = INPUT_COLUMNS.get(line.indicator_id.method, False)

    @api.depends("indicator_id.rule_ids")
    def _compute_has_rules(self):
        for line in self:
            line.has_rules = bool(line.indicator_id.rule_ids)

    @api.depends("indicator_id.method", "self_value", "actual_value", "level_id", "self_note")
    def _compute_is_filled_in(self):
        missing = self.filtered_domain(self._domain_input_missing())
        missing.is_filled_in = False
        (self - missing).is_filled_in = True

    def _search_is_filled_in(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = self._domain_input_missing()
        return ~missing if True in value else missing

    @api.depends("appraisal_id", "indicator_id")
    @api.depends_context("uid")
    def _compute_work_log_count(self):
        counts = self.env["perf.work.log"]._counts_of_sheets(self.appraisal_id)
        for line in self:
            sheet = line.sudo().appraisal_id
            line.work_log_count = counts[sheet.employee_id.id, sheet.period_id.id, line.indicator_id.id]

    # === BUSINESS METHODS - MY WORK === #

    @api.model
    def _find_work_of_lead_unit(self, kind, card):
        """Return a card for every period with lines that the user's unit has to score on the sheets of other units."""
        mine = fields.Domain("id", "in", self._search(self._work_domain(card)))  # the sheets are not the user's to read
        by_day = ["period_id", "appraisal_id.review_deadline:day"]
        periods = {}
        for period, deadline, count in self.sudo()._read_group(mine, by_day, ["__count"]):
            periods.setdefault(period, []).append((deadline, count))
        return [
            self._work_card(
                kind,
                card,
                **self._work_days(days),
                period=period.sudo(False).display_name,
                period_id=period.id,
                key=f"{kind}-{period.id}",
            )
            for period, days in periods.items()
        ]

    # === BUSINESS METHODS === #

    def _check_scored(self):
        """Raise when the leader, who scores in place of the person, left lines at 0 without a word.

        :raise UserError: naming each line
        """
        if silent := self._unscored():
            raise UserError(silent._unscored_message(self.sudo().appraisal_id))

    def _unscored(self):
        """Return the lines without a self-score that the leader left at 0 without a word."""
        return self.filtered(
            lambda line: line.self_skipped and line.assessed and line.input_column and not line._leader_input(),
        )

    def _unscored_message(self, sheets=None):
        """Return what to do with lines that nobody has scored.

        :param sheets: as for :meth:`_listed_names`
        """
        return self.env._(
            "Nobody has scored %s yet. Fill it in, or write beside it why it is 0.", self._listed_names(sheets)
        )

    def _listed_names(self, sheets=None):
        """Return the lines as a sentence lists them, each with its sheet when there are several sheets.

        :param sheets: ``perf.appraisal``, all that are dealt with at once; not given: those of these lines
        """
        names = self.mapped("indicator_id.display_name")
        if len(sheets or self.sudo().appraisal_id) > 1:
            names = [
                self.env._("“%(line)s” of %(sheet)s", line=line.display_name, sheet=line.appraisal_id.display_name)
                for line in self.sudo()  # a lead unit has no right on the sheet
            ]
        return format_list(self.env, names)

    def _leader_input(self):
        """Return what the leader entered in place of a missing self-score: points, an actual value, or a word."""
        column = "review_value" if self.input_column == "self_value" else self.input_column
        return self[column] or (self.review_reason or "").strip()

    # === HELPERS === #

    @api.model
    def _domain_input_missing(self):
        """Return the domain of lines whose input is missing: nothing and no word why, or points without a level.

        This is the only place that says so: handing in, My Work, the screens and the paper ask ``is_filled_in``.
        """
        methods = {}
        for method, column in INPUT_COLUMNS.items():
            methods.setdefault(column, []).append(method)
        nothing = fields.Domain.OR(
            fields.Domain("indicator_id.method", "in", names) & fields.Domain(column, "=", 0)
            for column, names in methods.items()
        )
        no_word = fields.Domain.custom(
            to_sql=lambda line, alias, query: SQL(
                r"COALESCE(%s, '') !~ '\S'", line._field_to_sql(alias, "self_note", query)
            ),
            predicate=lambda line: not (line.self_note or "").strip(),
        )
        no_level = (
            fields.Domain("indicator_id.method", "=", "level")
            & fields.Domain("self_value", "!=", 0)
            & fields.Domain("level_id", "=", False)
        )
        return (nothing & no_word) | no_level
