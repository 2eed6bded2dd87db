from odoo import api, fields, models


class PerfIndicatorImportUnit(models.TransientModel):
    """A name of a unit that an imported table uses, and which departments it means."""

    _name = "perf.indicator.import.unit"
    _description = "Unit Name of an Indicator Import"
    _order = "import_id, state desc, id"
    _transient_max_hours = 24.0

    import_id = fields.Many2one(
        comodel_name="perf.indicator.import",
        string="Import of a Table",
        required=True,
        index=True,
        ondelete="cascade",
    )
    text = fields.Char(string="Written in the Table", readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_indicator_import_unit_department_rel",
        string="Means",
        help="What is chosen here holds for all rows with this name, and is remembered for the next table.",
    )
    near_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_indicator_import_unit_near_rel",
        string="Perhaps",
        readonly=True,
    )
    is_everybody = fields.Boolean(string="All Units", help="The name means all units that the scheme serves.")
    state = fields.Selection(
        selection=[("known", "Known"), ("near", "Perhaps"), ("unknown", "Unknown")],
        compute="_compute_state",
        store=True,
        precompute=True,
    )

    can_take = fields.Boolean(compute="_compute_can_take")

    # === COMPUTE METHODS === #

    @api.depends("department_ids", "is_everybody", "near_ids")
    def _compute_state(self):
        for name in self:
            if name.department_ids or name.is_everybody:
                name.state = "known"
            else:
                name.state = "near" if name.near_ids else "unknown"

    @api.depends("state", "near_ids")
    def _compute_can_take(self):
        for name in self:
            name.can_take = name.state == "near" and len(name.near_ids) == 1

    # === CRUD METHODS === #

    def write(self, vals):
        """Give the rows the units that their names mean from now on."""
        result = super().write(vals)
        if not {"department_ids", "is_everybody"}.isdisjoint(vals):
            self.import_id._apply_names()
        return result

    # === ACTION METHODS === #

    def action_take(self):
        """Take the unit that the name is like."""
        for name in self.filtered("can_take"):
            name.department_ids = name.near_ids
