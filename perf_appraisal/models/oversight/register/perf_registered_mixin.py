from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...abstract.notices import notice


class PerfRegisteredMixin(models.AbstractModel):
    """Count and open the entries of the register that concern a record, as far as the user may see them."""

    _name = "perf.registered.mixin"
    _description = "Entries of the Register about a Record"

    #: Column of the register that names the record.
    _registered_in = ""

    perf_adjustment_count = fields.Integer(string="Register Entries", compute="_compute_perf_adjustment_count")

    # === COMPUTE METHODS === #

    def _compute_perf_adjustment_count(self):
        column = self._registered_in
        groups = self.env["perf.adjustment"]._read_group([(column, "in", self.ids)], [column], ["__count"])
        counts = {record.id: count for record, count in groups}
        for record in self:
            record.perf_adjustment_count = counts.get(record.id, 0)

    # === ACTION METHODS === #

    def action_view_perf_adjustments(self):
        """Open the entries.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_adjustment_action")
        return {**action, "domain": [(self._registered_in, "in", self.ids)]}

    # === BUSINESS METHODS - PROPOSALS === #

    def _check_proposing(self):
        """Raise for anybody but the Performance Office; of two who propose at once, the second finds what is there.

        :raise AccessError: naming who proposes
        """
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            raise AccessError(self.env._("The Performance Office proposes deductions."))
        self.check_access("read")
        self.sudo()._collide()

    def _propose_each_once(self, bare, without_rule, prepare):
        """Draft the deduction of each record of which none stands in the register.

        :param bare: those of the records that have no rule
        :param str without_rule: a sentence that says what to do about these
        :param prepare: method that returns the values of the entry of one record
        :return: an action, as from :meth:`_propose`
        :raise UserError: when nothing can be proposed, with the reason
        """
        standing = Domain(self._registered_in, "in", self.ids) & Domain("state", "!=", "reversed")
        proposed = self.env["perf.adjustment"].sudo().search(standing)[self._registered_in]
        values = [prepare(record) for record in self - bare - proposed]
        if not values:
            nothing = self.env._("Nothing to propose: the deduction stands in the register already.")
            raise UserError(without_rule if bare else nothing)
        return self._propose(values, without_rule if bare else "")

    @api.model
    def _propose(self, values, left=""):
        """Draft deductions that somebody of the office reads, and submits or deletes.

        :param list values: values of the entries
        :param str left: a sentence about what was not proposed, and why
        :return: an action that tells how many there are, and lists them
        """
        # as superuser: what concerns a unit of his own somebody of the office may propose, and then leaves it alone
        made = self.env["perf.adjustment"].sudo()._unlocked().create(values)
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_adjustment_action_made")
        message = self.env._("%s deductions proposed. Read them, and submit them.", len(made))
        return notice(
            "\n".join(filter(None, (message, left))),
            kind="warning" if left else "success",
            follow={**action, "domain": [("id", "in", made.ids)]},
            sticky=bool(left),
            className="text-prewrap",
        )
