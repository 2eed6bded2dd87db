from odoo import api, fields, models
from odoo.tools import SQL


class HrEmployee(models.Model):
    """An employee has a category and sheets."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "perf.named.mixin", "perf.near.mixin"]

    perf_category_id = fields.Many2one(
        comodel_name="perf.category",
        string="Appraisal Category",
        domain="[('kind', '=', 'employee')]",
        groups="hr.group_hr_user",
        index="btree_not_null",
        ondelete="restrict",
        help="Overrides the category of the post.",
    )
    perf_host_unit_id = fields.Many2one(
        comodel_name="hr.department",
        string="On Loan to",
        groups="hr.group_hr_user",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
        help="While on loan, the host unit makes, reviews and keeps the person's sheets.",
    )
    perf_host_from = fields.Date(string="On Loan from", groups="hr.group_hr_user")
    perf_host_to = fields.Date(string="On Loan until", groups="hr.group_hr_user")
    perf_sanction_count = fields.Integer(
        string="Number of Sanctions", compute="_compute_perf_sanction_count", groups="hr.group_hr_user"
    )

    _perf_host_dates = models.Constraint("CHECK(perf_host_from <= perf_host_to)", "A loan cannot end before it begins.")

    # === COMPUTE METHODS === #

    def _compute_perf_sanction_count(self):
        found = self.env["perf.sanction"]._read_group([("employee_id", "in", self.ids)], ["employee_id"], ["__count"])
        counts = {employee.id: count for employee, count in found}
        for employee in self:
            employee.perf_sanction_count = counts.get(employee.id, 0)

    # === ACTION METHODS === #

    def action_view_perf_sanctions(self):
        """Open the sanctions of the person.

        :return: an action dictionary
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_sanction_action")
        return action | {
            "domain": [("employee_id", "=", self.id)],
            "context": {"default_employee_id": self.id},
        }

    # === HELPERS === #

    @api.model
    def _perf_version_sql(self, employee, day):
        """Return which version of an employee holds on a day; before the first one, that one.

        :param SQL employee: id of the employee
        :param date day: the day
        """
        return SQL(
            "(SELECT w.id FROM hr_version w WHERE w.employee_id = %(employee)s AND w.active"
            " ORDER BY w.date_version > %(day)s, abs(w.date_version - %(day)s) LIMIT 1)",
            employee=employee,
            day=day,
        )

    @api.model
    def _perf_on_loan_sql(self, day):
        """Return whether an employee, by the alias ``e``, is on loan on a day.

        :param date day: the day
        """
        return SQL(
            "(e.perf_host_unit_id IS NOT NULL AND COALESCE(e.perf_host_from, '-infinity') <= %(day)s"
            " AND COALESCE(e.perf_host_to, 'infinity') >= %(day)s)",
            day=day,
        )

    # === BUSINESS METHODS === #

    def _perf_category(self):
        """Return the category of an employee, as superuser: his own, else that of his post."""
        return self.perf_category_id or self.job_id.perf_category_id

    def _perf_of_unit(self, unit):
        """Return those of the employees whose sheets the unit makes today: its own people, and those on loan to it.

        :param unit: ``hr.department`` record, a unit of appraisal
        """
        today = unit.company_id._perf_today()

        def belongs(person):
            begun = not person.perf_host_from or person.perf_host_from <= today
            hosted = begun and not (person.perf_host_to and person.perf_host_to < today)
            return person.department_id.perf_unit_id == unit or (
                hosted and person.perf_host_unit_id.perf_unit_id == unit
            )

        return self.browse(self.sudo().filtered(belongs).ids)

    @api.model
    def _perf_rows_of_units(self):
        """Return who works where today: the unit of his department, and the host of a loan while it lasts.

        :return: ``SELECT id, user_id, absent_id`` of units and accounts, as rights want them; nobody acts for another
        """
        of_person = ("active", "user_id", "company_id", "current_version_id", "perf_host_unit_id")
        names = (*of_person, "perf_host_from", "perf_host_to")
        return SQL(
            """
            SELECT d.perf_unit_id AS id, e.user_id, NULL::int4 AS absent_id
              FROM hr_employee e
              JOIN hr_version v ON v.id = e.current_version_id
              JOIN hr_department d
                ON d.id = v.department_id
                OR d.id = e.perf_host_unit_id AND %s BETWEEN COALESCE(e.perf_host_from, '-infinity')
                                                         AND COALESCE(e.perf_host_to, 'infinity')
             WHERE e.active AND d.perf_unit_id IS NOT NULL
            """,
            self.env["res.company"]._perf_today_sql(SQL("e.company_id")),
            to_flush=[
                *(self._fields[name] for name in names),
                self.env["hr.version"]._fields["department_id"],
                self.env["hr.department"]._fields["perf_unit_id"],
            ],
        )
