from odoo import fields, models

from ....tools.integrity import Limits

_USUAL = Limits()


def _limit(name, label, text):
    """Return the field of a limit of the integrity board."""
    return fields.Float(string=label, default=getattr(_USUAL, name), digits=(5, 2), aggregator=None, help=text)


class PerfCycle(models.Model):
    """How long a unit may reply to what was found in it, and from where on scores give cause to look closer."""

    _inherit = "perf.cycle"

    reply_days = fields.Integer(
        string="Days to Reply",
        default=3,
        aggregator=None,
        help="Working days in which a unit replies or objects to a finding, before the Performance Office decides.",
    )
    integrity_least_sheets = fields.Integer(
        string="Least Number of Sheets",
        default=_USUAL.least_sheets,
        aggregator=None,
        help="Fewer sheets of people say nothing of a leader or a unit. Of a unit's own sheets two are enough.",
    )
    integrity_full_share = _limit(
        "full_share",
        "Share of Full Marks",
        "Percent of the lines that got full points. Together with a small spread it marks a leader who gives everybody"
        " the same. Zero means no limit.",
    )
    integrity_spread = _limit(
        "spread", "Smallest Spread", "Percent points by which a leader's sheets differ. Zero means no limit."
    )
    integrity_self_gap = _limit(
        "self_gap",
        "Self-scores above the Leader's",
        "Percent points by which people score themselves above what the leader gives. Zero means no limit.",
    )
    integrity_verified_gap = _limit(
        "verified_gap",
        "Leader's Scores above the Verified",
        "Percent of the points that verification took off what the leader had given. Zero means no limit.",
    )
    integrity_on_time = _limit(
        "on_time", "Handed in on Time", "Percent of the sheets that are handed in by their day. Zero means no limit."
    )

    _reply_days_check = models.Constraint("CHECK(reply_days >= 0)", "The days to reply cannot be negative.")
    _integrity_check = models.Constraint(
        "CHECK(integrity_least_sheets >= 0 AND integrity_full_share >= 0 AND integrity_spread >= 0"
        " AND integrity_self_gap >= 0 AND integrity_verified_gap >= 0 AND integrity_on_time >= 0)",
        "The limits of the integrity board cannot be negative.",
    )

    # === BUSINESS METHODS === #

    def _integrity_limits(self):
        """Return from where on scores give cause to look closer: :class:`Limits`."""
        return Limits(*(self[f"integrity_{name}"] for name in Limits._fields))
