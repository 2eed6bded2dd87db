from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....const import SCORE_DIGITS
from ...abstract.rights import Right, Way, right_field

_PLANNED = frozenset({"sequence", "name", "standard", "full_points"})


class PerfInspectionItem(models.Model):
    """One thing that was looked at: what is expected, how many points it got, and photographs of it.

    Photographs hang here and on findings, never on the inspection, which the unit reads when it was announced.
    """

    _name = "perf.inspection.item"
    _description = "Inspected Item"
    _inherit = ["perf.inspected.mixin", "perf.evidence.mixin", "perf.photo.mixin"]
    _order = "inspection_id, sequence, id"
    _given_once = _PLANNED | {"inspection_id"}

    _phase_fields = {
        "draft": _PLANNED,
        "planned": _PLANNED,
        "ongoing": frozenset({"is_checked", "given_points", "note", "evidence_ids"}),
    }

    _rights = {
        "know": Right(ways=(Way("inspection_id", "know_findings"),)),
        "touch": Right(ways=(Way("inspection_id", "touch"),)),
        "see": Right(ways=(Way("inspection_id", "see_findings"),)),
        "write": Right(ways=(Way("inspection_id", "write"),)),
        "arrange": Right(ways=(Way("inspection_id", "arrange"),)),
    }

    inspection_id = fields.Many2one("perf.inspection", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="inspection_id.state", string="State of the Inspection")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Is Checked", required=True)
    standard = fields.Char(help="What is expected.")
    full_points = fields.Float(digits=SCORE_DIGITS)
    is_checked = fields.Boolean(string="Looked at")
    given_points = fields.Float(string="Points Given", digits=SCORE_DIGITS)
    note = fields.Char(help="What was seen.")
    evidence_ids = fields.Many2many(relation="perf_inspection_item_evidence_rel")
    i_arrange = right_field("arrange", "state")

    # === COMPUTE METHODS === #

    @api.depends("inspection_id", "sequence")
    def _compute_display_name(self):
        for item in self:
            number = item.sudo().inspection_id.name
            item.display_name = f"{number} · {item.sequence}" if number else False

    # === ONCHANGE METHODS === #

    @api.onchange("is_checked")
    def _onchange_is_checked(self):
        """Give all points to what is ticked: what is amiss is taken off by hand."""
        self.given_points = self.full_points if self.is_checked else 0.0

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        super()._guard_create(vals_list)
        self.env["perf.inspection"].browse({vals.get("inspection_id") for vals in vals_list})._check_arranges()

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if not _PLANNED.isdisjoint(vals):
            self.inspection_id._check_arranges()

    def _guard_unlink(self):
        self.check_access("unlink")  # of what is hidden nothing is told
        super()._guard_unlink()
        self.inspection_id._check_arranges()

    def _check_evidence_open(self):
        self._guard_write({"evidence_ids": False})

    # === CONSTRAINT METHODS === #

    @api.constrains("given_points", "full_points")
    def _check_points(self):
        for item in self:
            if not 0 <= item.given_points <= item.full_points:
                raise ValidationError(
                    self.env._("“%(item)s” gives 0 to %(full)g points.", item=item.name, full=item.full_points)
                )
