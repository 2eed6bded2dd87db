from odoo import fields, models


class PerfCycle(models.Model):
    """How long a unit may reply to what was found in it."""

    _inherit = "perf.cycle"

    reply_days = fields.Integer(
        string="Days to Reply",
        default=3,
        aggregator=None,
        help="Working days in which a unit replies or objects to a finding, before the Performance Office decides.",
    )

    _reply_days_check = models.Constraint("CHECK(reply_days >= 0)", "The days to reply cannot be negative.")
