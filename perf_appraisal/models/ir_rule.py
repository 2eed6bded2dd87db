import time

from odoo import models
from odoo.fields import Domain

#: How far a domain is resolved without asking the database: dates, but no searches.
DYNAMIC = type(Domain.TRUE._opt_level).DYNAMIC_VALUES


class IrRule(models.Model):
    """Record rules name the rights of ``perf.flag.mixin`` instead of spelling them out for each model."""

    _inherit = "ir.rule"

    # === HELPERS === #

    def _eval_context(self):
        """Add ``perf(model, flag)``: the domain of a right of the user."""
        return {**super()._eval_context(), "perf": self._perf_domain}

    def _perf_domain(self, model, flag):
        """Return the domain of a right of the user, with today's date in it.

        Odoo keeps the domains of rules, and works on what they have not resolved at every check of every record.
        These are deep; resolved at once, a check takes a fraction of the time.

        :param str model: name of the model
        :param str flag: name of the flag
        """
        records = self.env[model].sudo()
        return records._flag(flag)._optimize(records, DYNAMIC)

    def _compute_domain_context_values(self):
        """Keep domains of rules for a quarter of an hour only, so that they hold today's date in every time zone."""
        yield from super()._compute_domain_context_values()
        yield int(time.time()) // 900
