from odoo import fields, models


class PerfAppraisal(models.Model):
    """*My Work* shows the superior indicators that wait for a unit, and in the office those that nobody answers for."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - MY WORK === #

    def _work_cards(self):
        return [*super()._work_cards(), *self._work_superior()]

    def _work_superior(self):
        """Return the cards of the superior indicators: to take into a plan, and for the office to assign."""
        kinds = {"superior": fields.Domain("to_take", "=", True)}
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            kinds["superior_assign"] = fields.Domain("lead_unit_id", "=", False) & fields.Domain(
                "cycle_id.state", "in", ("draft", "open")
            )
        cards = []
        for kind, domain in kinds.items():
            [(count, first)] = self.env["perf.superior.indicator"]._read_group(domain, [], ["__count", "id:min"])
            if count:
                cards.append(self._work_card(kind, count=count, res_id=first if count == 1 else False))
        return cards
