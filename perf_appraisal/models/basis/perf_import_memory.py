from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import OrderedSet

from ...const import METHODS
from ...tools.unit_names import Names, memory_key


class PerfImportMemory(models.Model):
    """What a person once said of a table: which units a name means, or what stands for a rule that was not read.

    The next table that holds the same text is read in the same way, and says so.
    """

    _name = "perf.import.memory"
    _description = "Remembered by Imports"
    _order = "kind, text, id"
    _check_company_auto = True

    kind = fields.Selection(
        selection=[("unit", "Name of a unit"), ("rule", "Rule")],
        required=True,
        default="unit",
    )
    text = fields.Text(string="Written in the Table", required=True)
    text_key = fields.Char(compute="_compute_text_key", store=True, precompute=True)
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_import_memory_department_rel",
        string="Means",
        check_company=True,
    )
    is_everybody = fields.Boolean(string="All Units", help="The name means all units that the scheme serves.")
    rule_text = fields.Text(string="Read As", help="Read instead of what the table says.")
    method = fields.Selection(selection=METHODS)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _text_uniq = models.Constraint(
        "UNIQUE(company_id, kind, text_key)",
        "This text is remembered already: change the entry that is there.",
    )

    # === COMPUTE METHODS === #

    @api.depends("text")
    def _compute_text_key(self):
        for memory in self:
            memory.text_key = memory_key(memory.text)

    @api.depends("text")
    def _compute_display_name(self):
        for memory in self:
            memory.display_name = (memory.text or "")[:80]

    # === BUSINESS METHODS === #

    @api.model
    def _recall(self, kind, company):
        """Return what is remembered, by the key of its text.

        :param str kind: ``unit`` or ``rule``
        :param company: ``res.company`` record
        :return: ``{key: memory}``
        """
        found = self.search([("kind", "=", kind), ("company_id", "=", company.id)])
        return {memory.text_key: memory for memory in found}

    @api.model
    def _departments_by_name(self, company, units_only=False):
        """Return the ids of a company's departments by name; where units and others share one, the units'.

        :param company: ``res.company`` record
        :param bool units_only: leave out departments that are no units
        """
        of_company = Domain("company_id", "in", (False, company.id))
        only = Domain("perf_is_unit", "=", True) if units_only else Domain.TRUE
        departments = self.env["hr.department"].search_fetch(of_company & only, ["name", "perf_is_unit"])
        by_name = departments.grouped("name")
        return {name: (group.filtered("perf_is_unit") or group)._ids for name, group in by_name.items() if name}

    @api.model
    def _unit_names(self, company, units_only=False):
        """Return the names by which tables mean departments: their own, and those that a person explained before.

        :param company: ``res.company`` record
        :param bool units_only: leave out departments that are no units
        :return: ``unit_names.Names``
        """
        by_name = self._departments_by_name(company, units_only)
        known = {department for ids in by_name.values() for department in ids}
        remembered = {
            memory.text: tuple(one for one in memory.department_ids._ids if not units_only or one in known)
            for memory in self._recall("unit", company).values()
        }
        return Names(by_name, {text: ids for text, ids in remembered.items() if ids})

    @api.model
    def _remember(self, kind, company, vals_list):
        """Keep what was said of some texts; what was said last holds.

        :param str kind: ``unit`` or ``rule``
        :param company: ``res.company`` record
        :param list vals_list: values with ``text``, one dict each
        """
        by_key = {memory_key(vals["text"]): vals for vals in vals_list}
        known = self._recall(kind, company)
        fixed = {"kind": kind, "company_id": company.id}
        for key in OrderedSet(by_key) & OrderedSet(known):
            known[key].write(by_key[key])  # each says something else
        self.create([vals | fixed for key, vals in by_key.items() if key not in known])
