from odoo import fields, models
from odoo.tools import SQL


class ResCompany(models.Model):
    """A company's days are those of its own time zone."""

    _inherit = "res.company"

    # === HELPERS === #

    def _perf_zone(self):
        """Return the name of the time zone where the company works."""
        return self.sudo().resource_calendar_id.tz or "UTC"

    def _perf_local(self, moment):
        """Return a moment as the clock shows it where the company works.

        :param datetime moment: in UTC
        """
        return fields.Datetime.context_timestamp(self.with_context(tz=self._perf_zone()), moment)

    def _perf_today(self):
        """Return today's date where the company works."""
        return fields.Date.context_today(self.with_context(tz=self._perf_zone()))

    def _perf_today_sql(self, company):
        """Return today's date where a company works.

        :param company: ``SQL`` of the company's id
        """
        return SQL(
            "(SELECT (%s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(k.tz, 'UTC'))::date"
            " FROM res_company c LEFT JOIN resource_calendar k ON k.id = c.resource_calendar_id WHERE c.id = %s)",
            fields.Datetime.now(),
            company,
            to_flush=[
                self._fields["resource_calendar_id"],
                self.env["resource.calendar"]._fields["tz"],
            ],
        )
