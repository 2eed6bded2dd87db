from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, format_list

from ....tools import scoring
from ...abstract.perf_bulk_mixin import flush_tables
from .perf_appraisal_line import REVIEWED


class PerfAppraisal(models.Model):
    """What a sheet's actions check and freeze on the way from self-score to confirmation."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - PERMISSION === #

    def _refuse_unwritable(self):
        """Tell whoever had to do with a sheet before so, rather than whose turn it is."""
        refused = self._refuse_without("write")
        handed_in = self.browse(refused).filtered(lambda sheet: sheet.sudo().state != "draft")
        for bar in ("reviewed", "filled", "answer"):
            refused |= dict.fromkeys(handed_in._holding(bar).ids, self.env._(self._right(bar).refusal))
        return refused

    def _refuse_review(self):
        return self._refuse_unwritable()

    def _refuse_confirm(self):
        return self._refuse_unwritable()

    def _refuse_skip_self_score(self):
        refused = self._refuse_without("skip")
        for sheet in self.sudo().filtered(lambda sheet: not sheet._is_self_score_late()):
            refused.setdefault(
                sheet.id,
                self.env._("the self-score may be handed in until %s", format_date(self.env, sheet.self_deadline)),
            )
        return refused

    def _is_self_score_late(self):
        """Return whether the day is past until which the self-score was to be handed in."""
        return bool(self.self_deadline) and self.self_deadline < self.company_id._perf_today()

    def _refuse_withdraw(self):
        refused = self._refuse_without("withdraw")
        for sheet in self.sudo():
            if sheet._is_being_reviewed():
                sentence = self.env._("the leader has changed scores already; ask the leader to return it")
                refused.setdefault(sheet.id, sentence)
            elif sheet.self_skipped:
                sentence = self.env._("the leader scores it without a self-score, because it was late")
                refused.setdefault(sheet.id, sentence)
        return refused

    def _is_being_reviewed(self):
        """Return whether the leader has changed or finished anything since the sheet was handed in."""
        given_back = self.return_reason and not self.self_skipped  # by the office: handing in empties the reason
        return bool(given_back) or any(line.review_reason or line.reviewed_on for line in self.line_ids)

    def _note_fillers(self):
        """Remember who else than the person writes on a sheet that is being filled in."""
        drafts = self.sudo().filtered(lambda sheet: sheet.state == "draft" and self.env.uid not in sheet.filler_ids.ids)
        if helped := drafts - drafts._holding("answer"):
            helped._unlocked().write({"filler_ids": [fields.Command.link(self.env.uid)]})

    # === BUSINESS METHODS - PHASES === #

    def _check_phase(self, names, inside=None, opened=None):
        """Raise when a column is not open in the phase of one of the sheets.

        :param set names: names of the fields to write
        :param inside: the lines or claims to write; not given: the sheets themselves
        :param dict opened: what is open, for records that are not there yet; not given: the table of the model
        :raise UserError: naming the sheet, the fields and the way out
        """
        written = self if inside is None else inside
        if inside is None:  # lines and claims have checked themselves, and are read with their sheet only
            self._check_readable()
        self._lock_once()
        for sheet in self.sudo():
            if sheet.period_id.state != "open":
                raise UserError(
                    self.env._(
                        "%(period)s is not open, so the sheet of %(who)s cannot change. Ask the Performance Office.",
                        period=sheet.period_id.display_name,
                        who=sheet._who(),
                    ),
                )
            phases = sheet._phases()
            if refused := names - (opened.get(phases[0], set()) if opened else written._open_fields(*phases)):
                raise UserError(sheet._phase_message(refused, written))
        self._note_fillers()

    def _phases(self):
        """Return the state and, where the leader scores without a self-score, ``skipped``: more is open then."""
        return (self.state, "skipped") if self.state == "self_scored" and self.self_skipped else (self.state,)

    def _phase_message(self, refused, labels):
        """Return why the fields cannot be written in the sheet's state."""
        hints = {
            "draft": self.env._(
                "Only the self-score can be filled in now; the leader's turn comes after it is submitted."
            ),
            "self_scored": self.env._("It is with the leader now. Withdraw it, or ask the leader to return it."),
            "reviewed": self.env._("It is with the Performance Office now. Ask the office to return it."),
            "confirmed": self.env._("It is confirmed and sealed. Tell the Performance Office if it is wrong."),
            "excused": self.env._("It is excused. Tell the Performance Office if it is to be filled in after all."),
        }
        known = [labels._field_label(name) for name in sorted(refused) if name in labels._fields]
        return self.env._(
            "%(sheet)s: %(fields)s cannot be changed. %(hint)s",
            sheet=self.display_name,
            fields=format_list(self.env, known),
            hint=hints[self.state],
        )

    # === BUSINESS METHODS - PRIVATE NOTES === #

    def write(self, vals):
        """Write private notes by their own rights: a reviewer takes them while the sheet is not his turn yet."""
        if "note_ids" not in vals:
            return super().write(vals)
        rest = {name: value for name, value in vals.items() if name != "note_ids"}
        result = super().write(rest) if rest else True
        self.env["perf.review.note"]._apply_commands(self, vals["note_ids"])
        return result

    # === BUSINESS METHODS - FILES === #

    def _guard_files(self, files, names):
        """Seal scans and the files of the chatter together with the sheet.

        :raise UserError: naming the sheet
        """
        super()._guard_files(files, names)
        if columns := set(files.mapped("res_field")) - {False}:
            self._check_phase(columns)
        if sealed := self.sudo().filtered(lambda sheet: sheet.state == "confirmed"):
            raise UserError(self.env._("%s is confirmed, and its files are sealed with it.", sealed[0].display_name))

    # === BUSINESS METHODS - RACES === #

    def _lock_above(self):
        """Keep the periods as they are until the sheets are written; any number of users may hold them at once.

        Whoever closes a period waits for those who write its sheets, and they find it closed when they come second.
        """
        self.env.cr.execute(
            SQL(
                "SELECT id FROM perf_period WHERE id IN (SELECT period_id FROM perf_appraisal WHERE id = ANY(%s)) "
                "ORDER BY id FOR SHARE",
                self.ids,
            ),
            log_exceptions=False,  # a collision is no error: the whole call is repeated and finds the new state
        )

    def _lock_lines(self):
        """Lock the lines: one written meanwhile makes the request run again, so that the frozen totals are theirs."""
        self._lock_rows("perf_appraisal_line", "appraisal_id")

    # === BUSINESS METHODS - CONDUCT === #

    @api.model
    def _done_words(self, action, count, **facts):
        words = {
            "action_review": self.env._("%s sheets reviewed. They are with the Performance Office now.", count),
            "action_confirm": self.env._("%s sheets confirmed and posted to the score ledger.", count),
        }
        said = [words.get(action) or super()._done_words(action, count, **facts)]
        if waiting := facts.get("waiting"):
            said.append(self.env._("%s sheets still wait for their lead units.", waiting))
        return " ".join(said)

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

    def _reopen_lines(self):
        """Let every line be reviewed again, and assessed again on sheets that go back to the person."""
        if decided := self.sudo().line_ids.filtered("reviewed_on"):
            decided._unlocked().write(dict.fromkeys(REVIEWED, False))
        self.filtered(lambda sheet: sheet.kind == "unit").sudo()._count_lines_left()
        lines = self.sudo().filtered(lambda sheet: sheet.state == "draft").line_ids
        if left_out := lines.filtered(lambda line: not line.assessed):
            left_out._unlocked().write({"assessed": True})

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
        self.sudo()._freeze_totals("self_score")  # again: the leader decides which lines are assessed
        self.sudo()._freeze_totals("review_score")

    def _freeze_totals(self, column):
        """Store the totals of one column of scores.

        :param str column: ``self_score`` or ``review_score``
        """
        names, totals = [column, "full_score"], {sheet.id: sheet._total(column) for sheet in self}
        self._scored()._bulk_update(names, [(sheet, total.score, total.full) for sheet, total in totals.items()])

    def _total(self, column):
        """Return the total of one column of scores.

        :param str column: ``self_score``, ``review_score`` or ``final_score`` of the lines
        :return: ``scoring.SheetTotal``
        """
        self.ensure_one()
        lines = [line._engine_line(column) for line in self.line_ids]
        return scoring.sheet_total(lines, **self.scheme_id._engine_policy())
