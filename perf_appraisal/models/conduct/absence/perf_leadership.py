from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...abstract.perf_bulk_mixin import flush_tables
from ...abstract.rights import AUDITOR, OFFICE, Right, Way

#: Columns of a department that say who leads it.
LEADING = frozenset({"manager_id", "perf_deputy_ids", "perf_coordinator_ids"})

#: Who leads departments now, in one query for all of them.
_NOW = """
    SELECT p.unit_id, p.role, p.employee_id, e.user_id, e.company_id
      FROM (SELECT id AS unit_id, 'head' AS role, manager_id AS employee_id FROM hr_department
             UNION ALL
            SELECT hr_department_id, 'deputy', hr_employee_id FROM perf_department_deputy_rel
             UNION ALL
            SELECT hr_department_id, 'coordinator', hr_employee_id FROM perf_department_coordinator_rel) p
      JOIN hr_employee e ON e.id = p.employee_id
     WHERE p.unit_id = ANY(%s)
"""

#: Who led a department when, once for each account: the one that the person had then, and the one of today. Two reads
#: side by side: asked of one account, each begins with that account.
LED = SQL(
    """
    (SELECT unit_id, date_from, date_to, user_id FROM perf_leadership WHERE user_id IS NOT NULL
      UNION
     SELECT l.unit_id, l.date_from, l.date_to, e.user_id
       FROM perf_leadership l
       JOIN hr_employee e ON e.id = l.employee_id
      WHERE e.user_id IS NOT NULL)
    """
)


class PerfLeadership(models.Model):
    """Who headed, deputised or coordinated a department from when to when, who set it and why.

    Append-only: written with every change of the department, whoever makes it. Without a beginning: since before it was
    kept. By it, a matter stays one's own though one has left since: see
    ``perf.led.mixin``.
    """

    _name = "perf.leadership"
    _description = "Leadership of a Department"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "id desc"
    _rec_names_search = ["unit_id.name", "employee_id.name"]

    _rights = {
        "see": Right(ways=(Way("unit_id", "command"), OFFICE, AUDITOR)),
    }

    unit_id = fields.Many2one(
        comodel_name="hr.department",
        string="Department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee", string="Person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Account",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The account that the person had then.",
    )
    role = fields.Selection(
        selection=[("head", "Head"), ("deputy", "Leader in Charge"), ("coordinator", "Appraisal Group")],
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date_from = fields.Datetime(string="From", readonly=True, help="Empty: since before it was kept.")
    date_to = fields.Datetime(string="To", readonly=True)
    set_by_id = fields.Many2one("res.users", string="Set by", readonly=True, ondelete="restrict")
    reason = fields.Char(readonly=True)
    ended_by_id = fields.Many2one("res.users", string="Ended by", readonly=True, ondelete="restrict")
    end_reason = fields.Char(string="Reason of the End", readonly=True)

    _present_uniq = models.UniqueIndex(
        "(unit_id, role, employee_id) WHERE date_to IS NULL",
        "This person has this role already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "role")
    @api.depends_context("lang")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for leadership in self:
            parts = [leadership.unit_id.name, roles.get(leadership.role)]
            leadership.display_name = " · ".join(filter(None, parts))

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Who leads a department is kept by itself when it changes."))

    def _guard_write(self, vals):
        self._guard_create([vals])

    def _guard_unlink(self):
        self._guard_create([])

    # === BUSINESS METHODS - KEEPING === #

    @api.model
    def _keep(self, departments, reason=False):
        """Keep what has changed in who leads departments: three statements, however many.

        :param departments: ``hr.department`` recordset
        :param str reason: why, if it was said
        :return: what has ended and what has begun
        """
        flush_tables(self.env, "hr.department", "hr.employee")
        now, present = fields.Datetime.now(), SQL(_NOW, departments.ids)
        log = self.sudo()
        ended = log._bulk_update(
            ["date_to", "ended_by_id", "end_reason"],
            SQL(
                """
                SELECT l.id, %s, %s, %s
                  FROM perf_leadership l
                 WHERE l.date_to IS NULL AND l.unit_id = ANY(%s)
                   AND NOT EXISTS (SELECT 1 FROM (%s) p
                                    WHERE (p.unit_id, p.role, p.employee_id) = (l.unit_id, l.role, l.employee_id)
                                      AND p.user_id IS NOT DISTINCT FROM l.user_id)
                """,
                now,
                self.env.uid,
                reason or None,
                departments.ids,
                present,
            ),
        )
        begun = log._bulk_insert(
            ["unit_id", "role", "employee_id", "user_id", "company_id", "date_from", "set_by_id", "reason"],
            SQL("SELECT p.*, %s, %s, %s FROM (%s) p", now, self.env.uid, reason or None, present),
            on_conflict=SQL("DO NOTHING"),
        )
        return self.browse([*ended, *begun])

    @api.model
    def _keep_present(self):
        """Begin to keep who leads: of those who do already, nobody knows since when."""
        departments = self.env["hr.department"].sudo().with_context(active_test=False)
        departments = departments.search([])  # pylint: disable=no-search-all
        changed = self._keep(departments, self.env._("Found when it began to be kept."))
        begun = changed.sudo().filtered(lambda leadership: not leadership.date_to)
        begun._bulk_update(["date_from"], [(leadership, None) for leadership in begun.ids])
