from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ...const import SCORE_DIGITS

_lt = LazyTranslate(__name__)

#: Choices of a new kind of rating: name, worth in percent, whether it says anything.
_CHOICES = (
    (_lt("Satisfied"), 100.0, True),
    (_lt("Fairly satisfied"), 70.0, True),
    (_lt("Dissatisfied"), 30.0, True),
    (_lt("Don't know"), 0.0, False),
)


class PerfRatingType(models.Model):
    """A kind of rating: public review, democratic rating, evaluation by leaders; what is asked, and the answers."""

    _name = "perf.rating.type"
    _description = "Kind of Rating"
    _inherit = ["perf.guard.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    choice_ids = fields.One2many(
        comodel_name="perf.rating.choice",
        inverse_name="type_id",
        string="Choices",
        copy=True,
        default=lambda self: self._default_choices(),
    )
    dimension_ids = fields.One2many(
        comodel_name="perf.rating.dimension",
        inverse_name="type_id",
        string="Dimensions",
        copy=True,
        default=lambda self: [Command.create({"name": self.env._("Work as a whole"), "weight": 100.0})],
    )
    worst_value = fields.Float(
        string="Worth of the Worst Choice",
        compute="_compute_worst_value",
        digits=SCORE_DIGITS,
        help="Above zero even those with whom nobody is satisfied get points.",
    )
    is_asked = fields.Boolean(compute="_compute_is_asked", help="People were asked by it: what was asked stays.")

    # === DEFAULTS === #

    @api.model
    def _default_choices(self):
        """Return the choices that a new kind starts with."""
        return [
            Command.create({"name": self.env._(name), "value": value, "counts": counts, "sequence": 10 * place})  # pylint: disable=gettext-variable
            for place, (name, value, counts) in enumerate(_CHOICES, 1)
        ]

    # === COMPUTE METHODS === #

    @api.depends("choice_ids.value", "choice_ids.counts")
    def _compute_worst_value(self):
        for kind in self:
            kind.worst_value = min(kind.choice_ids.filtered("counts").mapped("value"), default=0.0)

    def _compute_is_asked(self):
        self.is_asked = False

    # === CONSTRAINT METHODS === #

    @api.constrains("choice_ids", "dimension_ids")
    def _check_asked(self):
        for kind in self:
            kind._check_complete()

    # === CRUD METHODS === #

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if not {"choice_ids", "dimension_ids", "company_id"}.isdisjoint(vals):
            self.check_access("write")
            self._check_not_asked()

    def copy_data(self, default=None):
        """Mark the name of a copy."""
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for kind, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%s (copy)", kind.name)
        return vals_list

    # === BUSINESS METHODS === #

    def _check_complete(self):
        """Raise unless there is something to ask, and a best answer.

        :raise ValidationError: naming the kind of rating
        """
        self.ensure_one()
        if not self.dimension_ids:
            raise ValidationError(self.env._("“%s” asks nothing: give it a dimension at least.", self.name))
        if max(self.choice_ids.filtered("counts").mapped("value"), default=0.0) != 100:
            raise ValidationError(
                self.env._("“%s”: the best choice is worth 100 percent; change one of them to 100.", self.name)
            )

    # === HOOKS === #

    def _check_not_asked(self):
        """Raise when people have been asked by it: what they answered keeps its meaning.

        :raise UserError: naming the way out
        """
