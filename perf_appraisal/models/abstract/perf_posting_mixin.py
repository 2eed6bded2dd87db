from odoo import fields, models

#: Who reads the ledger.
READERS = "perf_appraisal.group_perf_office,perf_appraisal.group_perf_auditor"


class PerfPostingMixin(models.AbstractModel):
    """Documents that post to the score ledger when they become final, and take it back when they were wrong."""

    _name = "perf.posting.mixin"
    _description = "Document that Posts to the Score Ledger"

    entry_ids = fields.One2many(
        comodel_name="perf.score.entry",
        inverse_name="res_id",
        string="Score Entries",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
        groups=READERS,
    )
    entry_count = fields.Integer(string="Number of Score Entries", compute="_compute_entry_count", groups=READERS)

    # === COMPUTE METHODS === #

    def _compute_entry_count(self):
        for document in self:
            document.entry_count = len(document.entry_ids)

    # === ACTION METHODS === #

    def action_view_entries(self):
        """Open what the documents posted.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_score_entry_action")
        action["domain"] = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        action["context"] = {}
        return action

    # === BUSINESS METHODS - POSTING === #

    def _post(self, postings):
        """Append to the ledger what the documents came to, in a constant number of statements.

        :param list postings: of :class:`Posting`
        :return: the entries
        :raise UserError: when one of them is in the ledger and was not reversed
        """
        return self.browse().sudo().entry_ids._post(postings)

    def _unpost(self, reason):
        """Reverse whatever of the documents stands in the ledger.

        :param str reason: why
        :return: the reversals
        """
        return self.sudo().entry_ids._unpost(reason)
