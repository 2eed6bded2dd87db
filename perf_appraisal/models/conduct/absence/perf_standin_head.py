from odoo import api, models
from odoo.fields import Domain


class PerfStandin(models.Model):
    """For whom somebody acts who stands in for the head of a unit: noted on what he signs and submits."""

    _inherit = "perf.standin"

    # === BUSINESS METHODS === #

    @api.model
    def _heads_replaced(self, units):
        """Return for whom the user acts as the head of these units, without those that he heads himself.

        :param units: ``hr.department`` recordset
        :return: ``{unit: absent employee}``
        """
        foreign = units.sudo().filtered(lambda unit: unit.manager_id.user_id != self.env.user)
        if not foreign:
            return {}
        standins = self.sudo().search(self._current("head") & Domain("unit_id", "in", foreign.ids))
        return {standin.unit_id: standin.employee_id for standin in standins.sorted("id", reverse=True)}

    @api.model
    def _leaders_replaced(self, units):
        """Return for whom the user acts as a leader of these units, without those that he leads himself.

        :param units: ``hr.department`` recordset
        :return: ``{unit: absent employee}``; of several the head of the very unit
        """
        foreign = units.sudo().filtered(lambda unit: self.env.uid not in unit.perf_leader_user_ids.ids)
        current = self.sudo().search(self._current("head")) if foreign else self
        found = {}
        for unit in foreign:
            standins = (unit.perf_standin_ids & current).sorted("id")
            own = standins.filtered(lambda standin, unit=unit: standin.unit_id == unit)
            if standins:
                found[unit] = (own or standins)[0].employee_id
        return found

    @api.model
    def _acting_as_head(self, records):
        """Return for whom the user acts as the head on these records.

        :param records: recordset with ``unit_id``
        :return: ``{absent employee: records}``, without those whose unit the user heads himself
        """
        absent = self._heads_replaced(records.sudo().unit_id)
        nobody = self.env["hr.employee"]
        found = records.grouped(lambda record: absent.get(record.sudo().unit_id, nobody))
        return {employee: acted for employee, acted in found.items() if employee}
