from odoo import api, fields, models


class PerfOfficialDay(models.Model):
    """A day on which the country does not keep the week: a public holiday, or a weekend that is worked instead.

    Rule: each autumn the State Council names the holidays of the next year and the weekends worked for them. Deadlines
    count these days beside the public holidays of Odoo's working calendar.
    """

    _name = "perf.official.day"
    _description = "Holiday or Worked Weekend"
    _order = "date desc, id desc"

    name = fields.Char(required=True)
    date = fields.Date(required=True)
    kind = fields.Selection(
        selection=[("off", "Day off"), ("worked", "Worked")],
        required=True,
        default="off",
        help="Worked: a weekend on which people work for a holiday.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )

    _date_uniq = models.Constraint("UNIQUE(company_id, date)", "This day is in the list already.")

    # === BUSINESS METHODS === #

    @api.model
    def get_import_templates(self):
        """Offer the official list of 2026, to be imported as it is or rewritten for another year."""
        return [
            {
                "label": self.env._("Official list of 2026"),
                "template": "/perf_appraisal/static/csv/official_days_2026.csv",
            },
        ]

    @api.model
    def _days_of(self, company):
        """Return the days off and the days worked instead, as two sets of dates.

        :param company: ``res.company`` record
        """
        days = self.sudo().search([("company_id", "=", company.id)]).grouped("kind")
        return tuple(set(days.get(kind, self).mapped("date")) for kind in ("off", "worked"))
