from typing import Any

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .given_ids import unseen

_lt = LazyTranslate(__name__)


class PerfUnfollowedMixin(models.AbstractModel):
    """Take no followers: who may read a document is settled by the live organisation.

    The model has ``mail.thread``, and lists this mixin before it.
    """

    _name = "perf.unfollowed.mixin"
    _description = "Documents without Followers"

    #: Why nobody follows, and where one finds what waits for him.
    _why_unfollowed: Any = _lt("Nobody follows this: who reads it follows from who leads the unit today.")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Make no follower of who makes a document."""
        unfollowed = self.with_context(mail_create_nosubscribe=True)
        return super(PerfUnfollowedMixin, unfollowed).create(vals_list).with_env(self.env)

    # === BUSINESS METHODS - MESSAGES === #

    def message_subscribe(self, partner_ids=None, subtype_ids=None):  # pylint: disable=unused-argument
        """Take no followers, whoever asks.

        :raise UserError: when somebody asks for it, not Odoo by the way
        """
        if self and partner_ids and not self.env.context.get("perf_by_the_way"):
            raise UserError(self.env._(self._why_unfollowed))  # pylint: disable=gettext-variable
        return True

    def message_post(self, **kwargs):
        """Post without making the author a follower.

        :raise AccessError: the same for what is not there and for what the user may not see
        """
        if not self.has_access("read"):
            raise unseen(self)
        records = self.with_context(mail_post_autofollow_author_skip=True, perf_by_the_way=True)
        return super(PerfUnfollowedMixin, records).message_post(**kwargs)
