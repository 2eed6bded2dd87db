from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate, format_list

from ...abstract.perf_state_mixin import Step
from ...abstract.score_field import Score
from .perf_checklist import INSPECTION_FOCUSES

_lt = LazyTranslate(__name__)

#: What is settled before anybody sets out.
PLANNED = frozenset(
    {
        "unit_id",
        "period_id",
        "team_id",
        "inspector_ids",
        "lead_inspector_id",
        "method",
        "focus",
        "date",
        "place",
        "checklist_id",
        "item_ids",
    }
)

#: What can still change after it was planned: who goes when, and by which list.
REPLANNED = PLANNED - {"unit_id", "period_id", "method"}

#: What the unit's representative says, and who saw that he refused: nothing of it on a covert check.
OF_THE_REPRESENTATIVE = frozenset(
    {
        "representative",
        "representative_opinion",
        "representative_remark",
        "representative_signature",
        "witness",
    }
)

#: What is written down on the spot.
ON_THE_SPOT = frozenset(
    {
        "checked_at",
        "place",
        "item_ids",
        "attendance_ids",
        "roll_rule_id",
        "finding_ids",
        *OF_THE_REPRESENTATIVE,
    }
)


class PerfInspection(models.Model):
    """An inspection of a unit: who goes, what is looked at, what was found.

    It is named by its number alone, and of a unit of his own nobody sees one before it is issued, unless it was
    announced.
    """

    _name = "perf.inspection"
    _description = "Inspection"
    _inherit = [
        "hr.mixin",
        "perf.inspected.mixin",
        "perf.signed.mixin",
        "perf.posting.mixin",
        "perf.unfollowed.mixin",
        "perf.photo.mixin",
        "perf.told.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _sealed_states = frozenset({"issued", "closed", "cancelled"})
    _mail_post_access = "write"
    _check_company_auto = True

    _transitions = {
        "action_plan": Step({"draft": "planned"}, right="prepare", signs="planned"),
        "action_start": Step({"planned": "ongoing"}, right="check", signs="started"),
        "action_issue": Step({"ongoing": "issued"}, right="check", signs="issued"),
        "action_close": Step({"issued": "closed"}, right="close", signs="closed"),
        "action_cancel": Step(
            {"draft": "cancelled", "planned": "cancelled", "ongoing": "cancelled"},
            right="cancel",
            signs="cancelled",
            reason="cancel_reason",
            title=_lt("Cancel the Inspection"),
            hint=_lt("It stays on record with your reason, and costs nobody anything."),
        ),
    }
    _phase_fields = {"draft": PLANNED, "planned": REPLANNED, "ongoing": ON_THE_SPOT}
    _signed_states = frozenset({"issued", "closed"})
    _why_unfollowed = _lt("Inspections have no followers: who may know of one follows from the unit and its state.")

    unit_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
    )
    unit_name = fields.Char(related="unit_id.name", string="Name of the Unit")
    period_id = fields.Many2one(
        comodel_name="perf.period",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_period_id(),
        domain="[('kind', 'in', ('month', 'quarter')), ('cycle_id.state', '=', 'open')]",
        help="The period in which it counts.",
    )
    cycle_id = fields.Many2one("perf.cycle", related="period_id.cycle_id")
    company_id = fields.Many2one("res.company", related="period_id.company_id", store=True, precompute=True, index=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("ongoing", "Under Way"),
            ("issued", "Issued"),
            ("closed", "Settled"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        group_expand=True,
    )

    # Planned: who goes when, to look at what, and how
    team_id = fields.Many2one("perf.team", index="btree_not_null", ondelete="restrict", check_company=True)
    inspector_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="perf_inspection_inspector_rel",
        string="Inspectors",
        check_company=True,
        help="At least two. Nobody inspects a unit of his own, nor one that he has left during the period.",
    )
    lead_inspector_id = fields.Many2one(
        comodel_name="hr.employee", string="Leads the Inspection", index="btree_not_null", ondelete="restrict"
    )
    method = fields.Selection(
        selection=[
            ("spot", "Spot Check"),
            ("onsite", "Site Visit"),
            ("announced", "Announced Check"),
            ("covert", "Covert Check"),
            ("sampling", "Sample Check"),
            ("guidance", "Guidance Visit"),
        ],
        string="Way of Checking",
        required=True,
        default="spot",
        help="Only an announced check is known to the unit beforehand. A guidance visit costs no points.",
    )
    focus = fields.Selection(selection=INSPECTION_FOCUSES, string="Subject of the Check", required=True, default="work")
    date = fields.Date(string="Planned for", required=True, default=lambda self: self.env.company._perf_today())
    place = fields.Char(string="Location")
    checklist_id = fields.Many2one(
        comodel_name="perf.checklist",
        string="Check-list",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    # On the spot
    checked_at = fields.Datetime(string="Checked at", help="The hour of the check, apart from the hour of entry.")
    item_ids = fields.One2many("perf.inspection.item", "inspection_id", string="Items")
    attendance_ids = fields.One2many("perf.inspection.attendance", "inspection_id", string="Roll Call")
    roll_rule_id = fields.Many2one(
        comodel_name="perf.indicator.rule",
        string="Rule for Absence",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'deduction')]",
        help="Under it whoever is absent or late becomes a finding.",
    )
    finding_ids = fields.One2many("perf.finding", "inspection_id", string="Findings")
    representative = fields.Char(help="Who was there for the unit.")
    representative_opinion = fields.Selection(
        selection=[("agrees", "Agrees"), ("objects", "Objects"), ("refused", "Refused to Sign")],
        string="Opinion of the Representative",
    )
    representative_remark = fields.Char(string="Words of the Representative")
    representative_signature = fields.Binary(
        string="Signature of the Representative",
        copy=False,
        help="Signed on the screen, for what was found on the spot.",
    )
    witness = fields.Char(help="Who saw that the representative refused to sign.")

    # What came of it
    percent = Score(readonly=True, aggregator="avg", help="Points of the check-list, in percent of those looked at.")
    item_count = fields.Integer(string="Number of Items", compute="_compute_counts")
    finding_count = fields.Integer(string="Number of Findings", compute="_compute_counts")
    planned_by_id = fields.Many2one("res.users", string="Planned by", readonly=True, ondelete="restrict")
    planned_on = fields.Datetime(readonly=True)
    started_on = fields.Datetime(readonly=True)
    issued_by_id = fields.Many2one("res.users", string="Issued by", readonly=True, ondelete="restrict")
    issued_on = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Settled by", readonly=True, ondelete="restrict")
    closed_on = fields.Datetime(string="Settled on", readonly=True)
    cancelled_by_id = fields.Many2one("res.users", string="Cancelled by", readonly=True, ondelete="restrict")
    cancelled_on = fields.Datetime(readonly=True)
    cancel_reason = fields.Char(string="Reason of Cancelling", readonly=True)

    # === DEFAULTS === #

    @api.model
    def _default_period_id(self):
        """Return the quarter of today, in which nearly every inspection counts."""
        today = self.env.company._perf_today()
        return self.env["perf.period"].search(
            [
                ("kind", "=", "quarter"),
                ("date_start", "<=", today),
                ("date_end", ">=", today),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    # === COMPUTE METHODS === #

    def _compute_counts(self):
        for inspection in self:
            inspection.item_count = len(inspection.item_ids)
            inspection.finding_count = len(inspection.finding_ids)

    # === ONCHANGE METHODS === #

    @api.onchange("team_id")
    def _onchange_team_id(self):
        """Let those go who are in the team, as long as nobody was chosen."""
        if not self.inspector_ids:
            self.inspector_ids = self.team_id.member_ids

    # === CONSTRAINT METHODS === #

    @api.constrains("unit_id", "period_id", "inspector_ids", "lead_inspector_id")
    def _check_inspectors(self):
        """Refuse an inspector of his own unit, by name."""
        for inspection in self.sudo():
            if not inspection.unit_id.perf_is_unit:
                raise ValidationError(self.env._("%s is no unit of appraisal.", inspection.unit_id.name))
            if inspection.lead_inspector_id - inspection.inspector_ids:
                raise ValidationError(self.env._("Whoever leads the inspection is one of its inspectors."))
        if refused := self._refuse_own_inspectors():
            raise ValidationError(self._refusal_message(refused))

    @api.constrains("method", *OF_THE_REPRESENTATIVE)
    def _check_unsigned(self):
        """Refuse words and signature of the unit under a covert check, of which it knows nothing."""
        self.filtered(lambda inspection: any(map(inspection.__getitem__, OF_THE_REPRESENTATIVE)))._refuse_signature()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Give new inspections the items of their check-list."""
        inspections = super().create(vals_list)
        bare = [not vals.get("item_ids") for vals in vals_list]
        self.browse(
            inspection.id for inspection, empty in zip(inspections, bare, strict=True) if empty
        )._take_checklist()
        return inspections

    def write(self, vals):
        """Let the items follow another check-list."""
        result = super().write(vals)
        if "checklist_id" in vals:
            self._take_checklist()
        return result

    def _guard_write(self, vals):
        """Let the check-list stand once it is planned, save for the Performance Office."""
        super()._guard_write(vals)
        if "checklist_id" in vals:
            self._check_arranges()

    def _guard_files(self, files, names):
        """Let a signature come into its place on the spot only, also when it is sent as a file."""
        super()._guard_files(files, names)
        signatures = files.filtered(lambda file: file.res_field == "representative_signature")
        signed = self.browse(signatures.mapped("res_id"))
        signed.sudo(False)._guard_write(dict.fromkeys(signatures.mapped("res_field")))
        signed._refuse_signature()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda inspection: inspection.state != "draft"):
            raise UserError(self.env._("An inspection that was planned is cancelled with a reason, never deleted."))

    # === HELPERS === #

    def _refuse_signature(self):
        """Raise when one of those to which a representative has said something is a covert check."""
        if self._is_covert():
            raise ValidationError(self.env._("Nobody of the unit speaks for it or signs under a covert check."))

    def _take_checklist(self):
        """Let the items be those of the check-list."""
        chosen = self.filtered("checklist_id")
        chosen.item_ids.unlink()
        self.env["perf.inspection.item"].create(
            [
                {"inspection_id": inspection.id, **item}
                for inspection in chosen
                for item in inspection.checklist_id.item_ids._prepare_inspection_items()
            ]
        )

    def _name_inspectors(self, people):
        """Name inspectors for each of the inspections, in a constant number of statements.

        :param dict people: ``{inspection: hr.employee recordset}``
        :raise UserError: when one of them is not to be changed, or inspects a unit of his own
        """
        self.check_access("write")
        self._guard_write({"inspector_ids": people})
        named = [(inspection, [Command.set(people[inspection].ids)]) for inspection in self.sudo()]
        self._fields["inspector_ids"].write_batch(named)
        self._check_inspectors()

    def _named_people(self, people):
        """Return the names of people, for sentences.

        :param people: ``hr.employee`` recordset, as superuser
        """
        return format_list(self.env, people.mapped("name"))
