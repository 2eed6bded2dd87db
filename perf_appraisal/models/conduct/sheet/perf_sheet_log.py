from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.tools import get_lang
from odoo.tools.misc import babel_locale_parse


class PerfSheetLog(models.AbstractModel):
    """What the person wrote in the work log on the days of a sheet, beside the sheet and ready to be taken into it."""

    _name = "perf.sheet.log"
    _description = "Work Log beside a Sheet"

    work_log_ids = fields.Many2many(
        comodel_name="perf.work.log",
        string="Work Log of This Period",
        compute="_compute_work_log_ids",
        help="What the person wrote on the days of the period, as far as you may read it.",
    )
    work_log_count = fields.Integer(string="Work Log Entries", compute="_compute_work_log_ids")

    # === COMPUTE METHODS === #

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
