from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, format_list

from ...abstract.perf_bulk_mixin import flush_tables


class PerfAppraisal(models.Model):
    """The sheet of a unit: reviewed line by line, by lead units and the office."""

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

    # === BUSINESS METHODS === #

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

    def _start_review(self):
        super()._start_review()
        self.filtered(lambda sheet: sheet.kind == "unit").sudo()._count_lines_left()

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
