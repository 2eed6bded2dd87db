from operator import attrgetter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ....tools.posting import Posting
from ...abstract.score_field import Score

#: What there is once of a posting, beside its number.
KEY = ("res_id", "res_model", "appraisee_id", "kind", "section_id", "indicator_id", "rule_id")
_key_of = attrgetter(*KEY)


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
    points = Score(required=True, readonly=True)
    full_points = Score(readonly=True)
    self_points = Score(readonly=True)
    review_points = Score(string="Leader's Points", readonly=True)
    date = fields.Date(required=True, readonly=True, index=True)
    reason = fields.Char(readonly=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document",
        model_field="res_model",
        required=True,
        readonly=True,
        index=True,
    )
    reversal_of_id = fields.Many2one(
        "perf.score.entry", string="Reverses", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    posting_no = fields.Integer(
        string="Number of the Posting",
        required=True,
        readonly=True,
        default=1,
        aggregator=None,
        help="Raised by each reversal: a document that was corrected posts anew.",
    )
    posted_by = fields.Many2one("res.users", readonly=True, required=True, ondelete="restrict")

    _posting_uniq = models.UniqueIndex(
        "(res_id, res_model, appraisee_id, kind, COALESCE(section_id, 0), COALESCE(indicator_id, 0),"
        " COALESCE(rule_id, 0), posting_no, (reversal_of_id IS NULL))",
        "This document has posted already. Its entries are reversed before it posts anew.",
    )
    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL",
        "This entry is reversed already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "date", "points", "matter", "rule_id", "indicator_id", "section_id")
    @api.depends_context("lang", "perf_entry_in_words")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            entry.display_name = f"#{entry.id}"
            if self.env.context.get("perf_entry_in_words"):  # where one of several is chosen
                what = entry.matter or entry.rule_id.name or entry.indicator_id.name or entry.section_id.name
                words = [format_date(self.env, entry.date), kinds[entry.kind], what, f"{entry.points:+.2f}"]
                entry.display_name = " · ".join(filter(None, words))

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
    def _post(self, postings):
        """Append entries to the ledger, however many in two statements.

        A document cannot post the same thing twice: the key of a posting is unique, and only a reversal raises its
        number. A reversal and what is posted anew are two calls.

        :param list postings: of :class:`Posting`
        :return: the entries
        :raise UserError: when one of them is in the ledger and was not reversed
        """
        if not postings:
            return self.browse()
        values_of = attrgetter(*Posting._fields)
        numbers = self._reversal_counts(postings)
        periods = self.env["perf.period"].browse({posting.period_id for posting in postings}).sudo()
        common = {period.id: (period.cycle_id.id, period.company_id.id, self.env.uid) for period in periods}
        ids = (
            self.sudo()
            ._scored()
            ._bulk_insert(
                [*Posting._fields, "cycle_id", "company_id", "posted_by", "posting_no"],
                [
                    (*values_of(posting), *common[posting.period_id], 1 + numbers.get(_key_of(posting), 0))
                    for posting in postings
                ],
                on_conflict=SQL("DO NOTHING"),
            )
        )
        if len(ids) != len(postings):
            raise UserError(
                self.env._("This document has posted already. Its entries are reversed before it posts anew.")
            )
        return self.browse(ids)

    def _unpost(self, reason):
        """Append the reversal of each entry that is neither a reversal nor reversed already, under the same kind.

        :param str reason: why
        :return: the reversals
        """
        reversed_ids = set(self.search([("reversal_of_id", "in", self.ids)]).reversal_of_id.ids)
        standing = self.filtered(lambda entry: not entry.reversal_of_id and entry.id not in reversed_ids)
        return self._post([entry._reversal(reason) for entry in standing])

    @api.model
    def _matters_of(self, appraisees):
        """Return the matters of which only the largest counts, as far as documents have posted them.

        :param appraisees: ``perf.appraisee`` recordset
        :return: ``{(appraisee id, matter, kind of the rule): name of the document}``
        """
        entries = self.search(
            [
                ("appraisee_id", "in", appraisees.ids),
                ("matter", "!=", False),
                ("rule_id.highest_only", "=", True),
                ("reversal_of_id", "=", False),
            ],
        )
        standing = entries - self.search([("reversal_of_id", "in", entries.ids)]).reversal_of_id
        named = {
            (model, document.id): document.display_name
            for model, found in standing.grouped("res_model").items()
            for document in self.env[model].browse(found.mapped("res_id"))
        }
        return {
            (entry.appraisee_id.id, entry.matter.strip(), entry.rule_id.kind): named[entry.res_model, entry.res_id]
            for entry in standing
        }

    # === HELPERS === #

    def _reversal(self, reason):
        """Return the posting that takes the entry back.

        :param str reason: why
        """
        kept = ("kind", "date", "matter", "res_model", "res_id")
        linked = ("appraisee_id", "unit_id", "period_id", "section_id", "indicator_id", "rule_id")
        points = ("points", "full_points", "self_points", "review_points")
        return Posting(
            reason=reason,
            reversal_of_id=self.id,
            **{name: self[name] or None for name in kept},
            **{name: self[name].id or None for name in linked},
            **{name: -self[name] for name in points},
        )

    @api.model
    def _reversal_counts(self, postings):
        """Return how often the like of each posting was taken back: ``{key: count}``.

        :param list postings: of :class:`Posting`
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, count(*)
                  FROM perf_score_entry
                 WHERE reversal_of_id IS NOT NULL AND res_model = ANY(%(models)s) AND res_id = ANY(%(ids)s)
              GROUP BY %(key)s
                """,
                key=SQL(", ").join(SQL.identifier(name) for name in KEY),
                models=list({posting.res_model for posting in postings}),
                ids=list({posting.res_id for posting in postings}),
            ),
        )
        return {tuple(key): count for *key, count in rows}
