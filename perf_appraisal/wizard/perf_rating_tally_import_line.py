from odoo import api, fields, models


class PerfRatingTallyImportLine(models.TransientModel):
    """A row of a table with counted votes: whom it means, its numbers, and why it cannot be entered yet."""

    _name = "perf.rating.tally.import.line"
    _description = "Row of a Tally from a Table"
    _order = "import_id, id"

    import_id = fields.Many2one("perf.rating.tally.import", required=True, ondelete="cascade")
    row_number = fields.Integer(string="Row", readonly=True, aggregator=None, help="In the table that was read.")
    rated_text = fields.Char(string="In the Table", readonly=True)
    unit_text = fields.Char(string="Unit in the Table", readonly=True)
    near = fields.Char(readonly=True, help="Whom it may mean.")
    rated_ids = fields.Many2many(
        "perf.appraisee", string="Those Rated", compute="_compute_rated_ids", help="Whom the group rates."
    )
    appraisee_id = fields.Many2one("perf.appraisee", string="Rated", domain="[('id', 'in', rated_ids)]")
    unit_id = fields.Many2one(related="appraisee_id.unit_id")
    numbers = fields.Json(readonly=True)
    shown = fields.Char(string="Votes", readonly=True)
    unread = fields.Char(string="Not a Number", readonly=True)
    problem = fields.Char(compute="_compute_problem", help="Why the row cannot be entered yet.")

    # === COMPUTE METHODS === #

    @api.depends("import_id.tally_id")
    def _compute_rated_ids(self):
        for wizard, lines in self.grouped("import_id").items():
            lines.rated_ids = wizard.tally_id.group_id._rated()

    @api.depends("appraisee_id", "unread", "rated_text", "near", "import_id.line_ids.appraisee_id")
    @api.depends_context("lang")
    def _compute_problem(self):
        for wizard, lines in self.grouped("import_id").items():
            rated, first = wizard.tally_id.group_id._rated(), {}
            for line in wizard.line_ids.sorted("row_number"):
                first.setdefault(line.appraisee_id, line.row_number)
            for line in lines:
                line.problem = line._problem(rated, first)

    # === BUSINESS METHODS === #

    def _problem(self, rated, first):
        """Return what in the row is missing or was not understood, or nothing.

        :param rated: whom the group rates
        :param dict first: row in which somebody stands first
        """
        if not self.appraisee_id and self.near:
            return self.env._("“%(text)s” is not known. Perhaps: %(near)s.", text=self.rated_text, near=self.near)
        if not self.appraisee_id:
            return self.env._("“%s” is none of those who are rated: choose, or leave the row.", self.rated_text)
        if self.appraisee_id not in rated:
            return self.env._("The group does not rate “%s”.", self.appraisee_id.display_name)
        if first.get(self.appraisee_id, self.row_number) != self.row_number:
            return self.env._("It stands in row %s already.", first[self.appraisee_id])
        if self.unread:
            return self.env._("Not a number: %s. Mend it in the table, or type the row into the tally.", self.unread)
        return False
