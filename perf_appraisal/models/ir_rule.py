import logging

from odoo import models
from odoo.fields import Domain

from .abstract.given_ids import unseen

_logger = logging.getLogger(__name__)

#: How far a domain is resolved without asking the database: dates, but no searches.
DYNAMIC = type(Domain.TRUE._opt_level).DYNAMIC_VALUES


class IrRule(models.Model):
    """Record rules name the rights of ``perf.rights.mixin`` instead of spelling them out for each model."""

    _inherit = "ir.rule"

    # === HELPERS === #

    def _eval_context(self):
        """Add ``perf(model, right)``: the domain of a right of the user."""
        return {**super()._eval_context(), "perf": self._perf_domain}

    def _perf_domain(self, model, right):
        """Return the domain of a right of the user.

        Odoo keeps the domains of rules, and works on what they have not resolved at every check of every record.
        These are deep; resolved at once, a check takes a fraction of the time. Today is asked inside the domain.

        :param str model: name of the model
        :param str right: name of the right
        """
        records = self.env[model].sudo()
        return records._right_domain(right)._optimize(records, DYNAMIC)

    def _make_access_error(self, operation, records):
        """Say of a record of the appraisal in plain words whom to ask, and of what the user may not see nothing at all.

        Odoo's own sentences make jokes, and tell that a record exists; in debug mode they name the rules and the
        records: texts of work logs, rules and points of claims, names of stand-ins.
        """
        if not records._name.startswith("perf."):
            return super()._make_access_error(operation, records)
        everywhere = records.with_context(allowed_company_ids=self.env.user.company_ids.ids)
        if not everywhere.has_access("read"):
            _logger.info("User %s was refused %s of %s", self.env.uid, operation, records)
            return unseen(records, operation)
        error = super()._make_access_error(operation, records)
        if not self.env.user.has_group("base.group_no_one"):
            error.args = (self._refusal(operation, records._name),)
        return error

    def _refusal(self, operation, model):
        """Return the sentence that refuses records of the appraisal, in the language of who asks.

        :param str operation: ``read``, ``write``, ``create`` or ``unlink``
        :param str model: name of their model
        """
        kind = self.env["ir.model"]._get(model).name
        if operation == "read":
            return self.env._("This record (%s) is not yours to see. If you need it, ask the Performance Office.", kind)
        return self.env._(
            "This record (%s) is not yours to change, or not now. If it has to be done, ask the Performance Office.",
            kind,
        )
