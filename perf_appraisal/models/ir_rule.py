from odoo import models
from odoo.fields import Domain

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
        """Name a record of the appraisal by nothing but its number.

        In debug mode Odoo tells whoever was refused the display names of the records, as superuser: texts of work
        logs, rules and points of claims, names of stand-ins.
        """
        if records._name.startswith("perf."):
            shown = records.sudo()
            for record in shown:
                shown._fields["display_name"]._update_cache(record, str(record.id))
        return super()._make_access_error(operation, records)
