from odoo import fields, models


class PerfRepliedMixin(models.AbstractModel):
    """Documents to which whom they concern replies, or objects, once; then the Performance Office decides.

    The model declares the steps ``action_reply`` and ``action_object``, each with its own states.
    """

    _name = "perf.replied.mixin"
    _description = "Document with a Reply"

    reply = fields.Text(readonly=True)
    objects = fields.Boolean(string="The Unit Objects", readonly=True)
    replied_by_id = fields.Many2one("res.users", string="Replied by", readonly=True, ondelete="restrict")
    replied_on = fields.Datetime(readonly=True)

    # === ACTION METHODS === #

    def action_reply(self, reason=None):
        """Reply, for the unit or as the person concerned.

        :param str reason: what is said
        :raise UserError: without words, a second time, or for anybody else
        """
        self._transition("action_reply", reason=reason, objects=False)
        return True

    def action_object(self, reason=None):
        """Object, for the unit or as the person concerned.

        :param str reason: why
        :raise UserError: without words, a second time, or for anybody else
        """
        self._transition("action_object", reason=reason, objects=True)
        return True
