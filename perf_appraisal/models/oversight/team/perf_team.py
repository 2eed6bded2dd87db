from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from ...abstract.rights import AUDITOR, OFFICE, Right, Way


class PerfTeam(models.Model):
    """A supervision team: people of the offices that supervise together, and the units they answer for.

    Rule: nobody answers for a unit of his own, and nobody of the Performance Office decides who supervises his own.
    """

    _name = "perf.team"
    _description = "Supervision Team"
    _inherit = ["hr.mixin", "perf.rights.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    _rights = {
        "own": Right(ways=(Way("unit_ids", "own"), Way("unit_ids", "work_in"))),
        "touch": Right(ways=(Way(),), never=("own",)),
        "see": Right(ways=(Way("member_ids.user_id"), OFFICE, AUDITOR)),
        "write": Right(ways=(OFFICE,)),
    }

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    office = fields.Selection(
        selection=[
            ("office", "Performance Office"),
            ("party_supervision", "Party Committee's Supervision Office"),
            ("government_supervision", "Government's Supervision Office"),
        ],
        required=True,
        default="office",
        help="Which of the offices leads the team; its members may come from all of them.",
    )
    member_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_team_member_rel",
        string="Members",
        check_company=True,
    )
    unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_team_unit_rel",
        string="Units",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
        help="The units that the team guides and checks.",
    )
    unit_count = fields.Integer(string="Number of Units", compute="_compute_unit_count")

    # === COMPUTE METHODS === #

    @api.depends("unit_ids")
    def _compute_unit_count(self):
        for team in self:
            team.unit_count = len(team.unit_ids)

    # === CONSTRAINT METHODS === #

    @api.constrains("member_ids", "unit_ids")
    def _check_members(self):
        """Refuse a member whose own unit the team answers for, by name."""
        units = self.sudo().unit_ids
        if plain := units.filtered(lambda unit: not unit.perf_is_unit)[:1]:
            raise ValidationError(self.env._("%s is no unit of appraisal.", plain.name))
        accounts = self.sudo().member_ids.user_id
        own = {}
        for holder in units._holders(["own", "work_in"], Domain("id", "in", units.ids), accounts.ids):
            own.setdefault(holder.user_id, set()).add(holder.record_id)
        for team in self.sudo():
            barred = team.member_ids.filtered(
                lambda person, team=team: not own.get(person.user_id.id, set()).isdisjoint(team.unit_ids.ids)
            )
            if barred:
                raise ValidationError(
                    self.env._(
                        "%(team)s: nobody supervises a unit of his own. Take out %(names)s, or their units.",
                        team=team.name,
                        names=format_list(self.env, barred.mapped("name")),
                    ),
                )
