from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ....tools import scoring


class PerfSuperiorIndicator(models.Model):
    """Points that the county lost at region or city are proposed as deductions of the units that answer for them."""

    _name = "perf.superior.indicator"
    _inherit = ["perf.superior.indicator", "perf.lock.mixin", "perf.registered.mixin"]
    _registered_in = "superior_indicator_id"

    # === ACTION METHODS === #

    def action_propose_deductions(self):
        """Draft a deduction of the lead unit for the points lost, as far as none stands in the register.

        Where the county lost more than was proposed before, the difference is proposed.

        :return: an action that lists what was proposed
        :raise UserError: when nothing can be proposed, with the reasons
        """
        self._check_proposing()
        self.check_access("write")
        left = self._losses_left()
        nobodys = self.browse(indicator.id for indicator in left if not indicator.lead_unit_id)
        rules = {cycle: self._loss_rule(cycle) for cycle in self.cycle_id}
        values = [
            indicator._prepare_deduction(quantity, rules[indicator.cycle_id])
            for indicator, quantity in left.items()
            if indicator not in nobodys
        ]
        without_unit = self.env._(
            "Name the lead unit first: %s.", format_list(self.env, nobodys.mapped("display_name"))
        )
        if not values:
            nothing = self.env._("Nothing to propose: whatever points were lost stand in the register already.")
            raise UserError(without_unit if nobodys else nothing)
        return self._propose(values, without_unit if nobodys else "")

    # === BUSINESS METHODS === #

    def _losses_left(self):
        """Return how many lost points were not proposed before: ``{indicator: decimal above zero}``.

        What was refused was proposed; what was reversed may be proposed anew.
        """
        groups = (
            self.env["perf.adjustment"]
            .sudo()
            ._read_group(
                [("superior_indicator_id", "in", self.ids), ("state", "!=", "reversed")],
                ["superior_indicator_id"],
                ["quantity:sum"],
            )
        )
        proposed = {indicator.id: quantity for indicator, quantity in groups}
        lost = {
            indicator: scoring.to_decimal(indicator.lost_points) - scoring.to_decimal(proposed.get(indicator.id))
            for indicator in self
        }
        return {indicator: left for indicator, left in lost.items() if left > 0}

    def _prepare_deduction(self, quantity, rule):
        """Return the values of the entry that is proposed.

        :param quantity: points lost, decimal
        :param rule: ``perf.indicator.rule`` record
        """
        return {
            "unit_id": self.lead_unit_id.id,
            "rule_id": rule.id,
            "superior_indicator_id": self.id,
            "origin": "superior",
            "quantity": float(quantity),
            "matter": self.display_name,
            "date": min(self.company_id._perf_today(), self.cycle_id.date_end),
        }

    def _loss_rule(self, cycle):
        """Return the rule of the register by which points lost elsewhere count a multiple.

        :param cycle: ``perf.cycle`` record
        :raise UserError: when there is none
        """
        rule = (
            self.env["perf.indicator.rule"]
            .search(
                [
                    ("indicator_id.is_register", "=", True),
                    ("indicator_id.active", "=", True),
                    ("indicator_id.kind", "=", "unit"),
                    ("indicator_id.company_id", "=", cycle.company_id.id),
                    ("kind", "=", "deduction"),
                    ("multiplier", ">", 1),
                ],
            )
            ._of_year(cycle.date_start)[:1]
        )
        if not rule:
            raise UserError(
                self.env._(
                    "No rule of the register has a multiplier. Make one first: an indicator with 0 points and a "
                    "deduction of 1 point, multiplier 2, for each point lost."
                )
            )
        return rule
