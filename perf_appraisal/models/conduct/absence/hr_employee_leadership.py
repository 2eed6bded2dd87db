from contextlib import ExitStack, contextmanager

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ...abstract.given_ids import is_id


class HrEmployee(models.Model):
    """An account that changes hands takes rights along: of a leader that is kept, and nobody takes them for himself.

    Whoever is somebody's manager when a period opens reviews him: so nobody makes himself one.
    """

    _inherit = "hr.employee"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse people whose manager the user would be, though he does not lead them."""
        with self._perf_manager_is_another():
            return super().create(vals_list)

    def write(self, vals):
        """Keep which account leads the departments of these employees from now on; a resource brings its own."""
        with ExitStack() as kept:
            if not {"user_id", "resource_id"}.isdisjoint(vals):
                resource_id = vals.get("resource_id")
                resource = self.env["resource.resource"].sudo().browse(resource_id if is_id(resource_id) else ())
                kept.enter_context(self._perf_account_kept([vals.get("user_id"), resource.user_id.id]))
            if "parent_id" in vals:
                kept.enter_context(self._perf_manager_is_another())
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
        with ExitStack() as kept:
            kept.enter_context(self._perf_manager_is_another())
            if leading:
                units = leading.unit_id.with_env(self.env)
                kept.enter_context(units._perf_leaders_kept(self.env._("Another account.")))
            yield

    @contextmanager
    def _perf_manager_is_another(self):
        """Undo a block by which the user becomes the manager of somebody whom he does not lead.

        :raise UserError: naming the person and the way out
        """
        before = self._perf_managed_by_user()
        yield
        if gained := self._perf_managed_by_user() - before:
            raise UserError(
                self.env._(
                    "%s: nobody makes himself the manager of somebody whom he does not lead. Ask a colleague to "
                    "change it.",
                    gained[0].name,
                ),
            )

    def _perf_managed_by_user(self):
        """Return those in units of appraisal whose manager the user is, though he does not lead their department.

        Of the superuser nothing is asked.
        """
        people = self.env["hr.employee"].sudo().with_context(active_test=False)
        if self.env.uid == SUPERUSER_ID:
            return people
        self.env.flush_all()  # who leads is computed
        return people.search(
            [
                ("parent_id.user_id", "=", self.env.uid),
                ("department_id.perf_unit_id", "!=", False),
                ("department_id.perf_leader_user_ids", "not in", [self.env.uid]),
            ],
        )

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
