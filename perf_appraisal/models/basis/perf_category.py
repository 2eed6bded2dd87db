from odoo import fields, models

from ...const import KINDS


class PerfCategory(models.Model):
    """A peer group: results are compared only inside one category."""

    _name = "perf.category"
    _description = "Appraisal Category"
    _order = "kind, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=KINDS, required=True, default="unit")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    is_institution = fields.Boolean(
        string="Institution Staff",
        help="The usual grades call them qualified where civil servants are competent.",
    )

    department_ids = fields.One2many(comodel_name="hr.department", inverse_name="perf_category_id", string="Units")
    department_count = fields.Integer(string="Number of Units", compute="_compute_department_count")

    _name_uniq = models.Constraint(
        "UNIQUE(name, kind, company_id)",
        "There is already a category of this name.",
    )

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        """Mark the name of a copy, since two categories cannot bear the same."""
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            others = self.with_context(active_test=False).search([("company_id", "in", self.company_id.ids)])
            taken = set(others.mapped("name"))
            for category, vals in zip(self, vals_list, strict=True):
                name = category.name
                while name in taken:
                    name = self.env._("%s (copy)", name)
                taken.add(name)
                vals["name"] = name
        return vals_list

    # === COMPUTE METHODS === #

    def _compute_department_count(self):
        groups = self.env["hr.department"]._read_group(
            [("perf_category_id", "in", self.ids)],
            ["perf_category_id"],
            ["__count"],
        )
        counts = {category.id: count for category, count in groups}
        for category in self:
            category.department_count = counts.get(category.id, 0)
