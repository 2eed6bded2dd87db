from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate, format_list

from ...abstract.perf_bulk_mixin import flush_tables
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field

_lt = LazyTranslate(__name__)

#: How many people a refusal names before it only counts the rest.
_MOST_NAMES = 10


class PerfSummary(models.Model):
    """The way of a summary: the head submits it, the Performance Office confirms it with its sheets."""

    _inherit = "perf.summary"

    _make_right = "draft"
    _rights = {
        "own": Right(
            ways=(Way("unit_id", "own"), Way(right="led_then")),
            refusal=_lt("it is your own matter; somebody else decides on it"),
        ),
        "submitted": Right(
            ways=(Way("submitted_by_id"),), refusal=_lt("you submitted it yourself; a colleague confirms it")
        ),
        "see": Right(ways=(Way("unit_id", "lead"), OFFICE, AUDITOR)),
        "head": Right(ways=(Way("unit_id", "head"),)),
        "draft": Right(
            ways=(Way("unit_id", "lead"),),
            states=("draft",),
            refusal=_lt("the unit's appraisal group fills it in"),
        ),
        # what is asked of the very unit, in its appraisal group's and its head's list of what to do
        "prepare": Right(ways=(Way("unit_id", "run"),), states=("draft",)),
        "submit": Right(ways=(Way(right="head"),), states=("draft",), refusal=_lt("the head of the unit submits it")),
        "confirm": Right(
            ways=(OFFICE,),
            states=("submitted",),
            never=("submitted", "own"),
            refusal=_lt("the Performance Office confirms it"),
        ),
        "write": Right(ways=(Way(right="draft"), Way(right="confirm")), refusal=_lt("it is confirmed and sealed")),
        # a confirmed one is sealed
        "decide": Right(ways=(Way(),), states=("submitted",), never=("submitted", "own")),
        "touch": Right(ways=(Way(when=[("state", "=", "draft")]), Way(right="decide"))),
        "attach": Right(ways=(Way("unit_id", "lead"), OFFICE)),
    }

    i_draft = right_field("draft", "state", string="May Be Filled in")
    i_prepare = right_field("prepare", "state")
    i_head = right_field("head", "unit_id")

    submitted_for_id = fields.Many2one(
        "hr.employee", string="Submitted in Place of", index="btree_not_null", ondelete="restrict"
    )
    waits_for = fields.Char(compute="_compute_waits_for", help="Why the next step cannot be done now, or not by you.")

    # === COMPUTE METHODS === #

    @api.depends("state", "unit_id", "period_id")
    @api.depends_context("uid", "lang")
    def _compute_waits_for(self):
        by_state = self._origin.grouped("state")
        reasons = by_state.get("draft", self.browse())._refuse_submit()
        reasons |= by_state.get("submitted", self.browse())._refuse_confirm()
        for summary in self:
            summary.waits_for = reasons.get(summary._origin.id, False)

    # === ACTION METHODS === #

    def action_submit(self):
        """Hand the summaries to the Performance Office; their figures are frozen.

        :raise UserError: naming the people whose sheets are still open
        """
        self._check_readable()
        self._lock_sheets()
        self._transition("action_submit")._freeze_numbers()
        return True

    def action_confirm(self):
        """Confirm the summaries and every reviewed sheet inside them.

        :return: a notification for several summaries, else true
        :raise UserError: naming the summaries and sheets that the user may not confirm, and why
        """
        self._check_readable()
        self._lock_sheets()
        done = self._transition("action_confirm")
        sheets = done._sheets("reviewed")._confirm()
        done._freeze_numbers(("confirmed_count", "mean", "spread"))  # the office may have changed scores
        return self._tell_done("action_confirm", done, sheets=len(sheets))

    def action_return(self, reason=None):
        """Give the summaries back to their units.

        :param str reason: what to change
        :raise UserError: without a reason, or when it is not the user's turn
        """
        self._transition("action_return", reason=reason)
        return True

    def action_view_sheets(self):
        """Open the monthly sheets of the units' people.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_appraisal_action")
        action["domain"] = list(self._sheets_domain())
        action["context"] = {}
        return action

    # === BUSINESS METHODS - STATE === #

    @api.model
    def _done_words(self, action, count, **facts):
        if action != "action_confirm":
            return super()._done_words(action, count, **facts)
        return self.env._(
            "%(summaries)s summaries confirmed, and %(sheets)s sheets with them.",
            summaries=count,
            sheets=facts["sheets"],
        )

    # === BUSINESS METHODS - PERMISSION === #

    def _refuse_unwritable(self):
        return self._refuse_without("write")

    def _refuse_submit(self):
        refused = self._refuse_without("submit") | self._refuse_without("draft")
        open_people = self._open_people()
        unopened = self._unopened_months()
        for summary in self.sudo():
            if summary.id in refused:
                continue
            if months := unopened.get(summary.period_id.id):
                refused[summary.id] = self.env._("%s is not over yet", format_list(self.env, months))
            elif names := open_people.get(summary.id):
                refused[summary.id] = self._open_sentence(names)
        return refused

    def _refuse_confirm(self):
        refused = self._refuse_without("confirm")
        for summary_id, names in self._open_people().items():
            refused.setdefault(summary_id, self._open_sentence(names))
        return refused

    def _open_sentence(self, names):
        """Return the sentence that names the people whose sheets are open."""
        named = format_list(self.env, names[:_MOST_NAMES])
        if len(names) > _MOST_NAMES:
            return self.env._(
                "sheets are still open: %(names)s and %(more)s more", names=named, more=len(names) - _MOST_NAMES
            )
        return self.env._("sheets are still open: %s", named)

    def _unopened_months(self):
        """Return the months of the quarters that are still to be opened: ``{quarter id: [name]}``.

        A month that passed without being opened holds nobody up.
        """
        months = (
            self.env["perf.period"]
            .sudo()
            .search(
                Domain("parent_id", "in", self.period_id.ids)
                & Domain("state", "in", ("pending", "opening"))
                & compared_with_today("date_end", ">="),
                order="date_start",
            )
        )
        return {quarter.id: found.mapped("display_name") for quarter, found in months.grouped("parent_id").items()}

    def _open_people(self):
        """Return who still has a sheet to hand in or to be reviewed, by summary: ``{id: [name]}``.

        A sheet that was not handed in when its month was closed is missing, not open.
        """
        asked = {
            "perf.appraisal": ("period_id", "unit_id", "kind", "state", "employee_id"),
            "perf.period": ("parent_id", "kind", "state"),
            "perf.summary": ("period_id", "unit_id"),
            "hr.employee": ("name",),
        }
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.id, e.id, max(a.id)
                  FROM perf_summary s
                  JOIN perf_period m ON m.parent_id = s.period_id AND m.kind = 'month' AND m.state = 'open'
                  JOIN perf_appraisal a ON a.period_id = m.id AND a.unit_id = s.unit_id AND a.kind = 'employee'
                   AND a.state IN ('draft', 'self_scored')
                  JOIN hr_employee e ON e.id = a.employee_id
                 WHERE s.id = ANY(%s)
              GROUP BY s.id, e.id
              ORDER BY s.id, e.name, e.id
                """,
                self.ids,
                to_flush=[self.env[model]._fields[name] for model, names in asked.items() for name in names],
            ),
        )
        labels = self._person_labels([sheet for _summary, _person, sheet in rows])
        found = {}
        for summary, person, _sheet in rows:
            found.setdefault(summary, []).append(labels[person])
        return found

    # === BUSINESS METHODS - SHEETS === #

    def _sheets_domain(self):
        """Return the domain of the monthly sheets of the units' people."""
        return Domain.OR(
            Domain("period_id.parent_id", "=", quarter.id) & Domain("unit_id", "in", summaries.unit_id.ids)
            for quarter, summaries in self.sudo().grouped("period_id").items()
        ) & Domain("kind", "=", "employee")

    def _sheets(self, state):
        """Return the monthly sheets of the units' people in a state, where their month is open.

        :param str state: state of the sheets
        """
        if not self:
            return self.env["perf.appraisal"]
        domain = Domain("state", "=", state) & Domain("period_id.state", "=", "open")
        return self.env["perf.appraisal"].sudo().search(self._sheets_domain() & domain).sudo(False)

    def _lock_sheets(self):
        """Lock the sheets: one that moves meanwhile makes the request run again."""
        flush_tables(self.env, "perf.summary", "perf.period", "perf.appraisal")
        self.env.cr.execute(
            SQL(
                """
                SELECT a.id
                  FROM perf_appraisal a
                 WHERE a.id IN (SELECT b.id
                                  FROM perf_summary s
                                  JOIN perf_period m ON m.parent_id = s.period_id AND m.kind = 'month'
                                  JOIN perf_appraisal b ON b.period_id = m.id AND b.unit_id = s.unit_id
                                 WHERE s.id = ANY(%s))
              ORDER BY a.id FOR NO KEY UPDATE
                """,
                self.ids,
            ),
            log_exceptions=False,  # a collision is no error: the whole call is repeated and finds the new state
        )

    # === BUSINESS METHODS - MAKING === #

    @api.model
    def _make(self, quarters):
        """Make the summaries of all units that have people in these quarters; those that are there stay.

        :param quarters: ``perf.period`` recordset
        """
        flush_tables(self.env, "perf.period", "perf.appraisee")
        self._bulk_insert(
            ["period_id", "unit_id", "company_id", "state"],
            SQL(
                """
                SELECT DISTINCT p.id, e.unit_id, p.company_id, 'draft'
                  FROM perf_period p
                  JOIN perf_appraisee e ON e.cycle_id = p.cycle_id AND e.kind = 'employee' AND e.status != 'excluded'
                 WHERE p.id = ANY(%s) AND p.kind = 'quarter'
                """,
                quarters.ids,
            ),
            on_conflict=SQL("(period_id, unit_id) DO NOTHING"),
        )
