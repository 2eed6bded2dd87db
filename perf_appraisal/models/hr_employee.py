from odoo import api, fields, models
from odoo.tools import SQL


class HrEmployee(models.Model):
    """An employee has a category and sheets."""

    _inherit = "hr.employee"

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

    _perf_host_dates = models.Constraint("CHECK(perf_host_from <= perf_host_to)", "A loan cannot end before it begins.")

    # === BUSINESS METHODS === #

    @api.model
    def _perf_units_of(self, user_id, day):
        """Return the query of the units in which somebody works: that of his department, and the host of a loan.

        :param int user_id: id of an account
        :param day: date of the loan; the department is today's
        :return: ``SQL`` in brackets
        """
        of_person = ("active", "user_id", "current_version_id", "perf_host_unit_id", "perf_host_from", "perf_host_to")
        return SQL(
            """
            (SELECT d.perf_unit_id
               FROM hr_employee e
               JOIN hr_version v ON v.id = e.current_version_id
               JOIN hr_department d
                 ON d.id = v.department_id
                 OR d.id = e.perf_host_unit_id AND %(day)s BETWEEN COALESCE(e.perf_host_from, '-infinity')
                                                                 AND COALESCE(e.perf_host_to, 'infinity')
              WHERE e.active AND e.user_id = %(user)s)
            """,
            day=day,
            user=user_id,
            to_flush=[
                *(self._fields[name] for name in of_person),
                self.env["hr.version"]._fields["department_id"],
                self.env["hr.department"]._fields["perf_unit_id"],
            ],
        )
