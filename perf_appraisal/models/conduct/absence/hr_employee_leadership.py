from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError


class HrEmployee(models.Model):
    """An account that changes hands takes rights along: of a leader that is kept, and nobody takes them for himself."""

    _inherit = "hr.employee"

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep which account leads the departments of these employees from now on."""
        if "user_id" not in vals:
            return super().write(vals)
        self._check_perf_takeover(vals["user_id"])
        leading = self.env["perf.leadership"].sudo().search([("employee_id", "in", self.ids), ("date_to", "=", False)])
        if not leading:
            return super().write(vals)
        with leading.unit_id.with_env(self.env)._perf_leaders_kept(self.env._("Another account.")):
            return super().write(vals)

    # === HELPERS === #

    def _check_perf_takeover(self, user_id):
        """Raise when the user gives his own account to somebody whom documents of the appraisal name.

        :param int user_id: the new account
        :raise UserError: naming the way out
        """
        if self.env.uid == SUPERUSER_ID or user_id != self.env.uid:
            return
        named = self.filtered(lambda person: person.user_id.id != user_id)._perf_named_in()
        if named:
            raise UserError(
                self.env._(
                    "%s: documents of the appraisal name this person, and nobody takes them over for his own account. "
                    "Ask a colleague to change it.",
                    self.browse(next(iter(named.values()))[:1]).name,
                ),
            )
