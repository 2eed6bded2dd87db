from odoo import fields, models


class PerfScheme(models.Model):
    """A scheme remembers of which year's it is the continuation."""

    _inherit = "perf.scheme"

    origin_id = fields.Many2one(
        comodel_name="perf.scheme",
        string="Last Year's Scheme",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # === BUSINESS METHODS === #

    def _copy_for_next(self, year, next_year):
        """Copy the schemes with their indicator tables, whatever is not copied yet.

        A scheme that was opened cannot change how its sheets add up, and next year's table is worked on while this
        year's is in use: hence copies, not new versions, which would archive what is still in use.

        :param int year: year of these schemes; in a name it becomes the next one
        :param int next_year: the next one
        :return: the copies, those made earlier too
        """
        present = self.search([("origin_id", "in", self.ids)])
        missing = self - present.origin_id
        vals_list = [
            {
                **vals,
                "name": next_year_name(scheme.name, year, next_year),
                "origin_id": scheme.id,
                "indicator_ids": False,
            }
            for scheme, vals in zip(missing, missing.copy_data(), strict=True)
        ]
        copies = present | self.create(vals_list)
        self.indicator_ids._copy_for_next({scheme.origin_id.id: scheme.id for scheme in copies})
        return copies


def next_year_name(name, year, next_year):
    """Return a name for the next year: with its number where the name has one, else with it behind.

    :param str name: name of this year's
    :param int year: this year
    :param int next_year: the next one
    """
    changed = name.replace(str(year), str(next_year))
    return changed if changed != name else f"{name} ({next_year})"
