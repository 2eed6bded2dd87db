from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .perf_standin import IN_FORCE


class PerfRightsMixin(models.AbstractModel):
    """Stand-ins act in the place of others."""

    _inherit = "perf.rights.mixin"

    # === HOOKS === #

    @api.model
    def _acts_for_anybody(self):
        return bool(self.env.user.sudo().perf_acting_ids.filtered_domain(IN_FORCE))

    @api.model
    def _absent_accounts(self):
        absent = Domain("perf_standin_ids", "any", IN_FORCE & Domain("standin_id.user_id", "=", self.env.uid))
        return Domain("employee_ids", "any", Domain("active", "in", (True, False)) & absent)

    @api.model
    def _acting_rows(self):
        standins = self.env["perf.standin"].sudo()
        query = standins._search(IN_FORCE)
        people = {
            name: query.join(standins._table, f"{name}_id", "hr_employee", "id", name)
            for name in ("standin", "employee")
        }
        return query.select(
            SQL("%s AS user_id", SQL.identifier(people["standin"], "user_id")),
            SQL(
                "%s AS absent_user_id",
                SQL.identifier(people["employee"], "user_id", to_flush=self.env["hr.employee"]._fields["user_id"]),
            ),
        )
