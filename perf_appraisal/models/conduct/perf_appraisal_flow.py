from psycopg2.extras import Json

from odoo import fields, models
from odoo.tools import SQL, format_date

from ...tools import scoring


class PerfAppraisal(models.Model):
    """What a sheet's actions check and freeze on the way from self-score to confirmation."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - PERMISSION === #

    def _why_unwritable(self):
        uid = self.env.uid
        if self.employee_id.user_id.id == uid and self.state != "draft":
            return self.env._("it is your own sheet; somebody else decides on it")
        if self.filled_by_id.id == uid:
            return self.env._("you filled it in yourself; somebody else decides on it")
        if self.reviewed_by_id.id == uid and self.state == "reviewed":
            return self.env._("you reviewed it yourself; a colleague confirms it")
        if self.period_id.state != "open":
            return self.env._("its period is not open")
        if self.state == "reviewed":
            return self.env._("the Performance Office confirms it")
        if self.state == "self_scored":
            return self.env._("it waits for its reviewer")
        return self.env._("the person or the unit's appraisal group fills it in")

    def _refuse_skip_self_score(self):
        today = fields.Date.context_today(self)
        refused = {}
        for sheet in self.sudo():
            if sheet.reviewer_id.user_id.id != self.env.uid:
                refused[sheet.id] = self.env._("only its reviewer may score it without a self-score")
            elif not sheet.period_id.self_deadline or sheet.period_id.self_deadline >= today:
                refused[sheet.id] = self.env._(
                    "the self-score may be handed in until %s",
                    format_date(self.env, sheet.period_id.self_deadline),
                )
        return refused

    def _refuse_withdraw(self):
        return {
            sheet.id: self.env._("only who filled it in may withdraw it")
            for sheet in self.sudo()
            if self.env.uid not in (sheet.employee_id.user_id | sheet.filled_by_id).ids
            or sheet.period_id.state != "open"
        }

    # === BUSINESS METHODS - CONDUCT === #

    def _start_review(self):
        """Freeze the self totals and start the leader's scores as a plain copy of the self-scores."""
        if not self:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE perf_appraisal_line SET review_value = self_value, review_score = self_score, "
                "review_reason = NULL WHERE appraisal_id = ANY(%s)",
                self.ids,
            ),
        )
        self.env["perf.appraisal.line"].invalidate_model(["review_value", "review_score", "review_reason"])
        self.sudo()._freeze_totals("self_score")
        behalf = self.sudo().filtered(
            lambda sheet: sheet.filled_by_id and sheet.employee_id.user_id != sheet.filled_by_id
        )
        if behalf:
            behalf._unlocked().write({"on_behalf": True})

    def _start_confirmation(self):
        """Freeze the leader's totals and start the final scores as a plain copy."""
        if not self:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE perf_appraisal_line SET final_score = review_score, final_reason = NULL, "
                "reviewed_by_id = %s, reviewed_on = now() AT TIME ZONE 'UTC' WHERE appraisal_id = ANY(%s)",
                self.env.uid,
                self.ids,
            ),
        )
        self.env["perf.appraisal.line"].invalidate_model(
            ["final_score", "final_reason", "reviewed_by_id", "reviewed_on"]
        )
        self.sudo()._freeze_totals("review_score")

    def _seal(self):
        """Seal confirmed sheets. The result stage posts them to the ledger."""
        files = self._evidence_checksums()
        self._bulk_update(["evidence_checksums"], [(sheet.id, Json(files.get(sheet.id, {}))) for sheet in self])

    def _evidence_checksums(self):
        """Return the checksums of the evidence by sheet: ``{sheet: {attachment: checksum}}``."""
        found = {}
        for line in self.line_ids:
            for file in line.evidence_ids | line.claim_ids.evidence_ids:
                found.setdefault(line.appraisal_id.id, {})[str(file.id)] = file.checksum
        return found

    def _freeze_totals(self, column, percent=False):
        """Store the totals of one column of scores.

        :param str column: ``self_score``, ``review_score`` or ``final_score``
        :param bool percent: whether to store the sheet's percent and full points too
        """
        totals = {sheet.id: sheet._total(column) for sheet in self}
        names = [column, "full_score", "percent"] if percent else [column, "full_score"]
        rows = []
        for sheet_id, total in totals.items():
            row = (sheet_id, total.score, total.full)
            rows.append((*row, total.percent) if percent else row)
        self._bulk_update(names, rows)

    def _total(self, column):
        """Return the total of one column of scores.

        :param str column: ``self_score``, ``review_score`` or ``final_score`` of the lines
        :return: ``scoring.SheetTotal``
        """
        self.ensure_one()
        scheme = self.scheme_id
        return scoring.sheet_total(
            [line._engine_line(column) for line in self.line_ids],
            na_policy=scheme.na_policy or "exclude",
            bonus_cap=scoring.to_decimal(scheme.sheet_bonus_cap),
        )
