from odoo import fields, models

from ...abstract.rights import Right, Way


class PerfSheetChanges(models.AbstractModel):
    """What became of a sheet's scores after it was handed in; its person is told when the leader has finished."""

    _name = "perf.sheet.changes"
    _description = "Changes of a Sheet's Scores"
    _inherit = ["perf.unfinished.mixin"]

    _unfinished_fields = {
        "live_score": lambda sheet: sheet.self_score,
        "live_full": lambda sheet: sheet.full_score,
        "review_score": lambda sheet: 0.0,
        "review_comment": lambda sheet: False,
        "proposed_grade_id": lambda sheet: sheet.proposed_grade_id.browse(),
    }
    _rights = {"unfinished": Right(ways=(Way(right="own"),), states=("self_scored",))}

    change_ids = fields.One2many("perf.score.change", "appraisal_id", string="Changes of Scores")
    change_count = fields.Integer(string="Changes", compute="_compute_change_count")

    # === COMPUTE METHODS === #

    def _compute_change_count(self):
        groups = self.env["perf.score.change"]._read_group(
            [("appraisal_id", "in", self.ids)],
            ["appraisal_id"],
            ["__count"],
        )
        counts = {sheet.id: count for sheet, count in groups}
        for sheet in self:
            sheet.change_count = counts.get(sheet.id, 0)

    # === ACTION METHODS === #

    def action_view_changes(self):
        """Open the changes of scores of these sheets.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_score_change_action")
        action["domain"] = [("appraisal_id", "in", self.ids)]
        return action
