from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import SCORE_DIGITS


class PerfScoreEntry(models.Model):
    """A signed entry of the score ledger.

    Append-only: entries are posted by documents that became final, never changed and never deleted.
    A mistake is reversed by a new entry.
    """

    _name = "perf.score.entry"
    _description = "Score Entry"
    _inherit = ["perf.guard.mixin"]
    _order = "id desc"

    appraisee_id = fields.Many2one("perf.appraisee", required=True, readonly=True, index=True, ondelete="restrict")
    unit_id = fields.Many2one("hr.department", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    cycle_id = fields.Many2one("perf.cycle", required=True, readonly=True, index=True, ondelete="restrict")
    period_id = fields.Many2one("perf.period", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(selection=[("sheet", "Sheet")], required=True, readonly=True)
    section_id = fields.Many2one("perf.indicator.section", readonly=True, index=True, ondelete="restrict")
    indicator_id = fields.Many2one("perf.indicator", readonly=True, index="btree_not_null", ondelete="restrict")
    rule_id = fields.Many2one("perf.indicator.rule", readonly=True, index="btree_not_null", ondelete="restrict")
    matter = fields.Char(readonly=True, index="btree_not_null")
    points = fields.Float(required=True, readonly=True, digits=SCORE_DIGITS)
    full_points = fields.Float(readonly=True, digits=SCORE_DIGITS)
    self_points = fields.Float(readonly=True, digits=SCORE_DIGITS)
    review_points = fields.Float(string="Leader's Points", readonly=True, digits=SCORE_DIGITS)
    date = fields.Date(required=True, readonly=True, index=True)
    reason = fields.Char(readonly=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document",
        model_field="res_model",
        required=True,
        readonly=True,
    )
    reversal_of_id = fields.Many2one(
        "perf.score.entry", string="Reverses", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    posted_by = fields.Many2one("res.users", readonly=True, required=True)

    _document_idx = models.Index("(res_model, res_id)")
    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL",
        "This entry is reversed already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "date")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"#{entry.id}"

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("Entries are posted by documents, never by hand."))

    def _guard_write(self, vals):
        raise UserError(self.env._("The score ledger is append-only: a mistake is reversed by a new entry."))

    def _guard_unlink(self):
        raise UserError(self.env._("The score ledger is append-only: entries are never deleted."))

    # === ACTION METHODS === #

    def action_view_document(self):
        """Open the document that posted the entry.

        :return: an action dictionary
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _post(self, vals_list):
        """Append entries to the ledger.

        :param list vals_list: values of the entries, without ``posted_by``
        :return: the entries
        """
        for vals in vals_list:
            vals["posted_by"] = self.env.uid
        return self.sudo()._unlocked().create(vals_list)
