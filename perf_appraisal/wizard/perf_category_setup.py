from odoo import fields, models
from odoo.exceptions import UserError

from ..models.abstract.notices import notice


class PerfCategorySetup(models.TransientModel):
    """Let the Performance Office set the category of people, one by one or by their job positions.

    Only HR may write employees and job positions; the office sets this column, and no other, through this dialog.
    """

    _name = "perf.category.setup"
    _description = "Category of People"
    _inherit = ["hr.mixin"]

    employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_category_setup_employee_rel",
        string="Chosen People",
        default=lambda self: self._chosen("hr.employee.public"),
    )
    job_ids = fields.Many2many(
        comodel_name="hr.job",
        relation="perf_category_setup_job_rel",
        string="Job Positions",
        default=lambda self: self._chosen("hr.job"),
    )
    category_id = fields.Many2one(
        comodel_name="perf.category",
        domain="[('kind', '=', 'employee')]",
        help="Empty takes the category away; people then have that of their job position.",
    )

    def _chosen(self, model):
        """Return the ids of the records of a model that were chosen in the list from which the dialog opens."""
        context = self.env.context
        return context.get("active_ids") if context.get("active_model") == model else False

    # === ACTION METHODS === #

    def action_apply(self):
        """Write the category on the people and job positions.

        :return: the action that says what was done
        :raise AccessError: for people who are not the user's to see
        :raise UserError: for oneself, for other companies, for a category of units, and for nobody at all
        """
        self.ensure_one()
        people, jobs = self.employee_ids, self.job_ids
        self.env["hr.employee.public"].browse(people.ids).check_access("read")
        jobs.check_access("read")
        people, jobs = people.sudo(), jobs.sudo()
        self._check_chosen(people, jobs)
        for chosen in (people, jobs):
            chosen.write({"perf_category_id": self.category_id.id})
        count, category = len(people) + len(jobs), self.category_id.name
        if category:
            return notice(self.env._("%(count)s set to “%(category)s”.", count=count, category=category))
        return notice(self.env._("%s without a category of their own now.", count))

    def _check_chosen(self, people, jobs):
        """Raise unless the user may give these their category.

        :param people: ``hr.employee`` recordset, as superuser
        :param jobs: ``hr.job`` recordset, as superuser
        :raise UserError: naming the reason
        """
        if not (people or jobs):
            raise UserError(self.env._("Choose people or job positions first."))
        if people & self.env.user.sudo().employee_ids:
            raise UserError(self.env._("Your own category is set by a colleague, or by human resources."))
        if self.category_id and self.category_id.kind != "employee":
            raise UserError(self.env._("“%s” is a category of units.", self.category_id.name))
        company = self.category_id.company_id or self.env.company
        strange = [record.display_name for record in (*people, *jobs) if record.company_id != company]
        if strange:
            raise UserError(
                self.env._(
                    "%(names)s: not of %(company)s. Choose those of one company, and a category of it.",
                    names=", ".join(strange[:10]),
                    company=company.name,
                )
            )
