from odoo import fields, models


class PerfCycle(models.Model):
    """Within how many days a result is questioned, and answered.

    Rule: re-examination is asked within 30 days and decided within 30; appeal within 15, decided within 60.
    """

    _inherit = "perf.cycle"

    reexamination_days = fields.Integer(
        string="Days to Ask for Re-examination", default=30, help="Calendar days after the result became final."
    )
    reexamination_decision_days = fields.Integer(
        string="Days to Decide a Re-examination", default=30, help="Calendar days after it was handed in."
    )
    appeal_days = fields.Integer(
        string="Days to Appeal", default=15, help="Calendar days after the re-examination was decided."
    )
    appeal_decision_days = fields.Integer(
        string="Days to Decide an Appeal", default=60, help="Calendar days after it was handed in."
    )

    _appeal_days_check = models.Constraint(
        "CHECK(reexamination_days >= 0 AND reexamination_decision_days >= 0 AND appeal_days >= 0"
        " AND appeal_decision_days >= 0)",
        "Numbers of days cannot be negative.",
    )
