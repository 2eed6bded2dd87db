from odoo import api, fields, models
from odoo.fields import Domain


class HrEmployeePublic(models.Model):
    """The Performance Office sees who is in which category, without the rest of what HR keeps of people."""

    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "perf.near.mixin"]

    perf_category_id = fields.Many2one(
        comodel_name="perf.category",
        string="Appraisal Category",
        compute="_compute_perf_category_id",
        search="_search_perf_category_id",
        groups="perf_appraisal.group_perf_office,hr.group_hr_user",
        help="The person's own category, else that of the post.",
    )
    perf_job_category_id = fields.Many2one(
        related="job_id.perf_category_id",
        string="Category of the Post",
        groups="perf_appraisal.group_perf_office,hr.group_hr_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("employee_id.perf_category_id", "job_id.perf_category_id")
    def _compute_perf_category_id(self):
        for person in self:
            person.perf_category_id = person.sudo().employee_id._perf_category()

    def _search_perf_category_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        of_post = Domain("job_id.perf_category_id", "in", value)
        if False in value:
            of_post |= Domain("job_id", "=", False)
        found = Domain("perf_category_id", "in", [key for key in value if key])
        found |= Domain("perf_category_id", "=", False) & of_post
        people = self.env["hr.employee"].sudo().with_context(active_test=False)
        return Domain("id", "in", people._search(found))
