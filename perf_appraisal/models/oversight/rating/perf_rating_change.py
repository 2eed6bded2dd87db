from odoo import api, fields, models

from ...abstract.rights import Right, Way


class PerfRatingChange(models.Model):
    """What of a group was changed after the rating was opened: it stands on the protocol."""

    _name = "perf.rating.change"
    _description = "Change of a Rating"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "id"

    _rights = {"see": Right(ways=(Way("rating_id", "see"),))}

    rating_id = fields.Many2one("perf.rating", required=True, readonly=True, index=True, ondelete="cascade")
    group_id = fields.Many2one("perf.rating.group", required=True, readonly=True, ondelete="cascade")
    what = fields.Char(required=True, readonly=True)
    old_value = fields.Float(string="Before", readonly=True, aggregator=None)
    new_value = fields.Float(string="After", readonly=True, aggregator=None)
    reason = fields.Char(required=True, readonly=True)
    changed_by_id = fields.Many2one("res.users", string="Changed by", required=True, readonly=True, ondelete="restrict")
    changed_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    # === BUSINESS METHODS === #

    @api.model
    def _note(self, group, values, reason):
        """Keep what is about to be changed.

        :param group: ``perf.rating.group`` record, as it still is
        :param dict values: its new values
        :param str reason: why
        """
        self.sudo()._unlocked().create(
            [
                {
                    "rating_id": group.rating_id.id,
                    "group_id": group.id,
                    "what": group._field_label(name),
                    "old_value": group[name],
                    "new_value": value,
                    "reason": reason,
                    "changed_by_id": self.env.uid,
                }
                for name, value in values.items()
            ]
        )
