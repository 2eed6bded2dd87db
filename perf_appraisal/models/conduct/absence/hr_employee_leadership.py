from contextlib import contextmanager

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from ...abstract.given_ids import is_id


class HrEmployee(models.Model):
    """An account that changes hands takes rights along: of a leader that is kept, and nobody takes them for himself."""

    _inherit = "hr.employee"

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep which account leads the departments of these employees from now on; a resource brings its own."""
        if {"user_id", "resource_id"}.isdisjoint(vals):
            return super().write(vals)
        resource_id = vals.get("resource_id")
        resource = self.env["resource.resource"].sudo().browse(resource_id if is_id(resource_id) else ())
        with self._perf_account_kept([vals.get("user_id"), resource.user_id.id]):
            return super().write(vals)

    # === HELPERS === #

    @contextmanager
    def _perf_account_kept(self, user_ids):
        """Keep what a block changes in which account leads the departments of these employees.

        :param list user_ids: the accounts that they get
        :raise UserError: when the user gives his own account to somebody whom documents of the appraisal name
        """
        self._check_perf_takeover(user_ids)
        leading = self.env["perf.leadership"].sudo().search([("employee_id", "in", self.ids), ("date_to", "=", False)])
        if not leading:
            yield
            return
        with leading.unit_id.with_env(self.env)._perf_leaders_kept(self.env._("Another account.")):
            yield

    def _check_perf_takeover(self, user_ids):
        """Raise when the user gives his own account to somebody whom documents of the appraisal name.

        :param list user_ids: the new accounts
        :raise UserError: naming the way out
        """
        if self.env.uid == SUPERUSER_ID or self.env.uid not in user_ids:
            return
        named = self.filtered(lambda person: person.user_id.id != self.env.uid)._perf_named_in()
        if named:
            raise UserError(
                self.env._(
                    "%s: documents of the appraisal name this person, and nobody takes them over for his own account. "
                    "Ask a colleague to change it.",
                    self.browse(next(iter(named.values()))[:1]).name,
                ),
            )
