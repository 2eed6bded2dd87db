from odoo import fields, models
from odoo.fields import Domain


class PerfAppraisal(models.Model):
    """*My Work* shows a lead unit its lines to score, and a stand-in what there is to accept."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - MY WORK === #

    def _work_cards(self):
        return [*super()._work_cards(), *self._work_lead(), *self._work_standin()]

    def _work_lead(self):
        """Return the card of the lines that the user's unit has to score on the sheets of other units."""
        todo = (
            Domain("i_lead", "=", True)
            & Domain("state", "=", "self_scored")
            & Domain("period_id.state", "=", "open")
            & Domain("reviewed_on", "=", False)
        )
        line = self.env["perf.appraisal.line"]
        mine = Domain("id", "in", line._search(todo))  # the deadlines stand on sheets that are not the user's to read
        by_day = ["period_id", "appraisal_id.review_deadline:day"]
        today = fields.Date.context_today(self)
        periods = {}
        for period, deadline, count in line.sudo()._read_group(mine, by_day, ["__count"]):
            periods.setdefault(period, []).append((deadline, count))
        return [
            self._work_card(
                "lead",
                deadline=min((deadline for deadline, _count in days if deadline), default=None),
                count=sum(count for _deadline, count in days),
                late=sum(count for deadline, count in days if deadline and deadline < today),
                period=period.sudo(False).display_name,
                period_id=period.id,
                key=f"lead-{period.id}",
            )
            for period, days in periods.items()
        ]

    def _work_standin(self):
        """Return the card of the stand-ins that the user was asked to accept."""
        asked = Domain("state", "=", "draft") & Domain("standin_id.user_id", "=", self.env.uid)
        [(count, first)] = self.env["perf.standin"]._read_group(asked, [], ["__count", "id:min"])
        return [self._work_card("standin", rank=0, count=count, res_id=first if count == 1 else False)] if count else []
