from odoo import fields, models
from odoo.exceptions import UserError

#: Columns that say what a heading is, on sheets and papers.
_HEADING = frozenset({"name", "kind", "parent_id", "company_id"})


class PerfIndicatorSection(models.Model):
    """A heading of an indicator table."""

    _name = "perf.indicator.section"
    _description = "Indicator Section"
    _parent_store = True
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("functional", "Functional Work"),
            ("routine", "Routine Work"),
            ("party", "Party Building"),
            ("other", "Other"),
        ],
        required=True,
        default="functional",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    parent_id = fields.Many2one(
        comodel_name="perf.indicator.section",
        string="Parent Section",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(comodel_name="perf.indicator.section", inverse_name="parent_id")

    # === CRUD METHODS === #

    def write(self, vals):
        """Refuse to change a heading under which sheets of an opened cycle stand."""
        result = super().write(vals)
        if not _HEADING.isdisjoint(vals):
            self._check_not_in_use()
        return result

    # === HELPERS === #

    def _paths(self):
        """Return the names of each section and of those that it stands in, the broadest first: ``{section: names}``."""
        return {
            section: tuple(self.browse(int(key) for key in section.parent_path.split("/") if key).mapped("name"))
            for section in self
        }

    def _check_not_in_use(self):
        """Raise when indicators of an opened cycle stand under one of the sections.

        :raise UserError: naming the section, the cycle and the way out
        """
        indicators = self.env["perf.indicator"].sudo().with_context(active_test=False)
        schemes = indicators.search([("section_id", "child_of", self.ids)]).scheme_id
        if cycle := schemes._opened_cycle():
            raise UserError(
                self.env._(
                    "%(cycle)s was opened with indicators of the section “%(section)s”, so it cannot change. "
                    "Make a new section for the indicators of the next cycle.",
                    cycle=cycle.display_name,
                    section=self[0].name,
                ),
            )
