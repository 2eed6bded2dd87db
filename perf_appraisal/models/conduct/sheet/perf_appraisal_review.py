from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, format_list

from ....tools import scoring
from ...abstract.perf_bulk_mixin import flush_tables
from .perf_appraisal_line import REVIEWED


class PerfAppraisal(models.Model):
    """The review of a sheet: its scores start as a copy of the ones before, and its totals are frozen behind it.

    A unit's sheet is reviewed line by line, by lead units and the office.
    """

    _inherit = "perf.appraisal"

    lines_left = fields.Integer(
        string="Lines to Score",
        aggregator="sum",
        help="Of a unit's sheet that was handed in: how many lines no lead unit and nobody of the office has scored.",
    )

    standin_note = fields.Text(
        string="Scored by Stand-ins",
        compute="_compute_standin_note",
        help="Lines that a stand-in scored in place of the absent head of a lead unit.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.reviewed_for_id")
    def _compute_standin_note(self):
        for sheet in self:
            lines = sheet.line_ids if sheet.kind == "unit" else sheet.line_ids.browse()
            sheet.standin_note = "\n".join(
                self.env._(
                    "“%(line)s” was scored by %(name)s in place of %(absent)s.",
                    line=line.indicator_id.display_name,
                    name=line.reviewed_by_id.sudo().name,
                    absent=line.reviewed_for_id.sudo().name,
                )
                for line in lines
                if line.reviewed_for_id
            )

    # === BUSINESS METHODS - HANDED IN === #

    def _start_review(self):
        """Freeze the self totals and start the leader's scores as a plain copy of the self-scores."""
        if not self:
            return
        lines = self.env["perf.appraisal.line"]
        lines.flush_model()
        lines._scored()._bulk_update(
            ["review_value", "review_score", "review_reason", "assessed", *REVIEWED],
            SQL(
                "SELECT id, self_value, self_score, NULL, TRUE, NULL, NULL, NULL FROM perf_appraisal_line"
                " WHERE appraisal_id = ANY(%s)",
                self.ids,
            ),
        )
        sheets = self.sudo()
        sheets._score_decided_claims()
        sheets._freeze_totals("self_score")
        sheets._mark_on_behalf()
        self.filtered(lambda sheet: sheet.kind == "unit").sudo()._count_lines_left()

    def _score_decided_claims(self):
        """Let what the leader decided on claims before a return count again, instead of the plain copy."""
        decided = self.line_ids.claim_ids.filtered(lambda claim: claim.by_reviewer or not claim.accepted)
        if lines := decided.line_id:
            self.env.add_to_compute(lines._fields["review_score"], lines)

    def _mark_on_behalf(self):
        """Mark the sheets of persons that somebody else filled in."""
        for behalf, sheets in self.grouped(
            lambda sheet: (
                sheet.kind == "employee"
                and bool(sheet.filled_by_id)
                and bool((sheet.filled_by_id | sheet.filler_ids) - sheet.employee_id._perf_accounts())
            ),
        ).items():
            if changed := sheets.filtered(lambda sheet, behalf=behalf: sheet.on_behalf != behalf):
                changed._unlocked().write({"on_behalf": behalf})

    def _reopen_lines(self):
        """Let every line be reviewed again, and assessed again on sheets that go back to the person."""
        if decided := self.sudo().line_ids.filtered("reviewed_on"):
            decided._unlocked().write(dict.fromkeys(REVIEWED, False))
        self.filtered(lambda sheet: sheet.kind == "unit").sudo()._count_lines_left()
        drafts = self.sudo().filtered(lambda sheet: sheet.state == "draft")
        drafts._unlocked().write({"self_score": False})
        if left_out := drafts.line_ids.filtered(lambda line: not line.assessed):
            left_out._unlocked().write({"assessed": True})

    # === BUSINESS METHODS - PERSONS === #

    def _review(self):
        """Finish the review of persons' sheets.

        :return: the sheets that were moved
        :raise UserError: naming lines that nobody has scored, or whose changed score has no reason
        """
        lines = self.filtered(lambda sheet: sheet.state == "self_scored").line_ids
        lines._check_scored()
        lines._check_reasons("review")
        done = self._transition("action_review")
        done._start_confirmation()
        return done

    # === BUSINESS METHODS - UNITS === #

    def _review_units(self):
        """Finish the lines of units' sheets that are the user's; the others wait for lead units.

        :return: the sheets that were moved: those of which every line is scored now
        :raise UserError: when only lines of lead units are left, with their names and the day they are due
        """
        if refused := self._refuse_unwritable():
            raise UserError(self._refusal_message(refused))
        for_me = self.line_ids.filtered(lambda line: not line.reviewed_on)._filtered_access("write")
        if stuck := self - for_me.appraisal_id:
            raise UserError(stuck[0]._waiting_message())
        for_me._finish_lines()
        return self.filtered(lambda sheet: sheet.state == "reviewed")

    def _count_lines_left(self):
        """Store how many lines are to be scored.

        The row is written in any case: of two who finish the last lines at once, the second runs again and sees it.
        """
        if not self:
            return
        flush_tables(self.env, "perf.appraisal.line")
        self._bulk_update(
            ["lines_left"],
            SQL(
                """
                SELECT a.id, (SELECT COUNT(*) FROM perf_appraisal_line l
                               WHERE l.appraisal_id = a.id AND l.reviewed_on IS NULL)
                  FROM perf_appraisal a
                 WHERE a.id = ANY(%s)
                """,
                self.ids,
            ),
        )

    def _finish_unit_review(self):
        """Move on the units' sheets of which every line is scored."""
        self._transition("action_review", follows=True)._start_confirmation()

    def _absent_reviewer(self):
        """Return in whose place the user scored his lines of the sheet, nobody when one of them in his own right."""
        mine = self.line_ids.filtered(lambda line: line.reviewed_by_id.id == self.env.uid)
        return mine.reviewed_for_id[:1] if all(line.reviewed_for_id for line in mine) else mine.reviewed_for_id[:0]

    def _waiting_message(self):
        """Return for which lead units the sheet waits."""
        left = self.sudo().line_ids.filtered(lambda line: not line.reviewed_on)
        units = left.indicator_id.lead_unit_ids - self.unit_id
        return self.env._(
            "%(sheet)s waits for its lead units: %(units)s. You may score their lines once %(day)s is past.",
            sheet=self.display_name,
            units=format_list(self.env, units.mapped("name")) or self.env._("none"),
            day=format_date(self.env, self.review_deadline) if self.review_deadline else "–",
        )

    # === BUSINESS METHODS - REVIEWED === #

    def _start_confirmation(self):
        """Freeze the leader's totals and start the final scores as a plain copy."""
        if not self:
            return
        flush_tables(self.env, "perf.appraisal", "perf.appraisal.line")
        self.env["perf.appraisal.line"]._scored()._bulk_update(
            ["final_score", "final_reason", "reviewed_by_id", "reviewed_for_id", "reviewed_on"],
            SQL(
                """
                SELECT l.id, l.review_score, NULL, COALESCE(l.reviewed_by_id, %s),
                       CASE WHEN l.reviewed_by_id IS NULL THEN a.reviewed_for_id ELSE l.reviewed_for_id END,
                       COALESCE(l.reviewed_on, now() AT TIME ZONE 'UTC')
                  FROM perf_appraisal_line l
                  JOIN perf_appraisal a ON a.id = l.appraisal_id
                 WHERE a.id = ANY(%s)
                """,
                self.env.uid,
                self.ids,
            ),
        )
        self.sudo()._freeze_totals("self_score", "review_score")  # self again: the leader decides what is assessed

    def _freeze_totals(self, *columns):
        """Store the totals of columns of scores, and the full score of what is assessed.

        :param str columns: ``self_score``, ``review_score``
        """
        rows = []
        for sheet in self:
            totals = {column: sheet._total(column) for column in columns}
            scores = [
                None if column == "self_score" and sheet.self_skipped else total.score
                for column, total in totals.items()
            ]
            rows.append((sheet.id, *scores, totals[columns[-1]].full))
        self._scored()._bulk_update([*columns, "full_score"], rows)

    def _total(self, column):
        """Return the total of one column of scores.

        :param str column: ``self_score``, ``review_score`` or ``final_score`` of the lines
        :return: ``scoring.SheetTotal``
        """
        self.ensure_one()
        lines = [line._engine_line(column) for line in self.line_ids]
        return scoring.sheet_total(lines, **self.scheme_id._engine_policy())
