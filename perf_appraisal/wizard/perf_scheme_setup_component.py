from odoo import fields, models
from odoo.fields import Command

from ..const import PERIOD_KINDS, SCORE_DIGITS
from ..models.abstract.given_names import give_names, written_name
from ..models.basis.perf_scheme_component import CHILD_VALUES, MISSING_POLICIES, SHEET_VALUES, SOURCES, TAKES
from .scheme_templates import TEMPLATES

#: Names of components in English → lazy translations.
_TERMS = {
    part.name._translate("en_US"): part.name
    for templates in TEMPLATES.values()
    for template in templates.values()
    for part in template.parts
}

#: Columns that a component takes over as they are.
_SAME = (
    "sequence",
    "period_kind",
    "source",
    "weight",
    "missing_policy",
    "sheet_kind",
    "sheet_value",
    "child_kind",
    "child_value",
    "bonus_cap",
    "deduction_cap",
)


class PerfSchemeSetupComponent(models.TransientModel):
    """A component of the scheme that is being made."""

    _name = "perf.scheme.setup.component"
    _description = "Component of a Scheme from a Template"
    _order = "sequence, id"

    wizard_id = fields.Many2one("perf.scheme.setup", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="wizard_id.company_id")
    sequence = fields.Integer(default=10)
    term = fields.Char(help="The name in English, as long as it is that of the template.")
    name = fields.Char(required=True)
    period_kind = fields.Selection(selection=PERIOD_KINDS, string="Result of", required=True, default="year")
    source = fields.Selection(selection=SOURCES, required=True, default="sheet")
    weight = fields.Float(string="Points", digits=SCORE_DIGITS)
    missing_policy = fields.Selection(
        selection=MISSING_POLICIES,
        string="If Missing",
        required=True,
        default="reweight",
        help="What was not handed in without an excuse is not missing: it counts zero.",
    )
    sheet_kind = fields.Selection(selection=PERIOD_KINDS, string="Sheets of")
    sheet_value = fields.Selection(selection=SHEET_VALUES, string="Which Score", required=True, default="final")
    child_kind = fields.Selection(selection=PERIOD_KINDS, string="Results of")
    child_value = fields.Selection(selection=CHILD_VALUES, string="Which Result", required=True, default="total")
    apart = fields.Boolean(string="Of Sections of Its Own")
    section_ids = fields.Many2many(
        comodel_name="perf.indicator.section",
        relation="perf_scheme_setup_component_section_rel",
        string="Only Sections",
        domain="[('company_id', '=', company_id)]",
        help="Empty: a section with the component's name, which is made where there is none.",
    )
    rating_type_id = fields.Many2one(
        comodel_name="perf.rating.type",
        string="Kind of Rating",
        domain="[('company_id', '=', company_id)]",
        help="Empty: one with the component's name, which is made with the usual choices where there is none.",
    )
    takes = fields.Char(help="Origins of the bonuses and deductions that it counts.")
    bonus_cap = fields.Float(digits=SCORE_DIGITS, help="Most that bonuses add. Zero means no cap.")
    deduction_cap = fields.Float(digits=SCORE_DIGITS, help="Most that deductions take. Zero means no cap.")

    # === BUSINESS METHODS === #

    def _prepare_from_part(self, part, sequence, company):
        """Return the values of a line as a template has it.

        :param Part part: of the template
        :param int sequence: its place
        :param company: ``res.company`` record
        """
        name = self.env._(part.name)  # pylint: disable=gettext-variable
        kinds = self.env["perf.rating.type"]
        if part.source == "rating":
            kinds = kinds.search([("name", "=", name), ("company_id", "=", company.id)], limit=1)
        of_kind = {"sheet": "sheet", "result": "child"}.get(part.source)
        return {
            "sequence": sequence,
            "term": part.name._translate("en_US"),
            "name": name,
            "period_kind": part.period,
            "source": part.source,
            "weight": part.weight,
            "apart": part.apart,
            "rating_type_id": kinds.id,
            "takes": ",".join(sorted(part.takes)),
            "bonus_cap": part.bonus_cap,
            "deduction_cap": part.deduction_cap,
            **({f"{of_kind}_kind": part.of} if of_kind else {}),
            **({f"{of_kind}_value": part.value} if part.value else {}),
        }

    def _prepare_component(self, example=False):
        """Return the values of the component.

        :param bool example: whether it is for an example only, which needs no kind of rating that is there
        """
        self.ensure_one()
        kind = self.rating_type_id._origin
        if example and self.source == "rating":
            kind = kind or kind.new({"name": self.name})
        taken = (self.takes or "").split(",")
        return {
            **{name: self[name] for name in _SAME},
            "name": self.name,
            "section_ids": [Command.set(self.section_ids.ids)],
            "rating_type_id": kind if example else kind.id,
            **{column: origin in taken for origin, column in TAKES.items()},
        }

    def _make(self, scheme):
        """Make the components of a scheme, with what they lack.

        :param scheme: ``perf.scheme`` record
        """
        self._find_or_make("rating_type_id", self.filtered(lambda line: line.source == "rating"))
        self._find_or_make("section_ids", self.filtered("apart"))
        names = [written_name(line, _TERMS) for line in self]
        components = self.env["perf.scheme.component"].with_context(lang="en_US")
        components = components.create(
            [
                {**line._prepare_component(), "name": name, "scheme_id": scheme.id}
                for line, (name, _term) in zip(self, names, strict=True)
            ]
        )
        give_names(components, [term for _name, term in names])

    # === HELPERS === #

    def _find_or_make(self, column, lines):
        """Give lines without it the record that bears their name; make those that are not there.

        :param str column: the column that names it
        :param lines: those of the lines that need one
        """
        bare = lines.filtered(lambda line: not line[column])
        if not bare:
            return
        company = bare.company_id
        records, names = self.env[self._fields[column].comodel_name], sorted(set(bare.mapped("name")))
        found = {
            record.name: record for record in records.search([("name", "in", names), ("company_id", "=", company.id)])
        }
        missing = [{"name": name, "company_id": company.id} for name in names if name not in found]
        found |= {record.name: record for record in records.create(missing)}
        for line in bare:
            line[column] = found[line.name]
