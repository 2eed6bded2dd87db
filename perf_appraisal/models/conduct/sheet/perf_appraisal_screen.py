from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import get_lang
from odoo.tools.misc import babel_locale_parse

#: State of a sheet → the column of scores that is written, or was written last.
LIVE_COLUMNS = {
    "draft": "self_score",
    "self_scored": "review_score",
    "reviewed": "final_score",
    "confirmed": "final_score",
    "excused": "self_score",
}

#: Actions after which the office may have nothing left to confirm.
_OF_THE_OFFICE = frozenset({"action_confirm", "action_return"})


class PerfAppraisal(models.Model):
    """What the screens ask of a sheet: what it comes to while it is being written, and what the person wrote in the
    work log on its days.
    """

    _inherit = "perf.appraisal"
    _systray_view = "kanban"

    live_score = fields.Float(
        string="Points so far",
        compute="_compute_live",
        compute_sudo=True,
        help="What the sheet comes to with what is entered now.",
    )
    live_full = fields.Float(string="Full Points so far", compute="_compute_live", compute_sudo=True)

    work_log_ids = fields.Many2many(
        comodel_name="perf.work.log",
        string="Work Log of This Period",
        compute="_compute_work_log_ids",
        help="What the person wrote on the days of the period, as far as you may read it.",
    )
    work_log_count = fields.Integer(string="Work Log Entries", compute="_compute_work_log_ids")

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "scheme_id.na_policy",
        "line_ids.assessed",
        "line_ids.self_score",
        "line_ids.review_score",
        "line_ids.final_score",
    )
    def _compute_live(self):
        for sheet in self:
            total = sheet._total(LIVE_COLUMNS[sheet.state])
            sheet.live_score = float(total.score)
            sheet.live_full = float(total.full)

    @api.depends("employee_id", "period_id")
    @api.depends_context("uid")
    def _compute_work_log_ids(self):
        logs = self.env["perf.work.log"]._of_sheets(self)
        for sheet in self:
            sheet.work_log_ids = logs.get((sheet.employee_id.id, sheet.period_id.id), ())
            sheet.work_log_count = len(sheet.work_log_ids)

    # === ACTION METHODS === #

    def action_take_work_log(self):
        """Take the texts of the work log, in the order of the days, into the summary of the period's work.

        What stands there already is left alone, so that pressing twice takes nothing twice.

        :raise UserError: when the sheet is no longer being filled in
        """
        self.ensure_one()
        lines = (self.self_summary or "").splitlines()
        known = {line.strip() for line in lines}
        logs = self.work_log_ids.sorted(lambda log: (log.date, log.id))
        locale = babel_locale_parse(get_lang(self.env).code)
        texts = [f"{format_skeleton('MMMd', log.date, locale=locale)} {log.text.strip()}" for log in logs]
        fresh = list(dict.fromkeys(text for text in texts if text not in known))
        if fresh:
            self.self_summary = "\n".join([*lines, *fresh])
        return True

    # === BUSINESS METHODS - REMINDERS === #

    def _after_transition(self, action):
        """Let a sheet that moves on take its reminders with it."""
        super()._after_transition(action)
        self.env["perf.reminder"]._close_moved(self, done_by_office=action in _OF_THE_OFFICE)
