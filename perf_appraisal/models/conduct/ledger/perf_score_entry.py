from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ....const import SCORE_DIGITS


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

    @api.model
    def _post_sheets(self, rows, reason=None):
        """Append the entries of sheets, in one statement; what they have in common comes from their sheet.

        :param list rows: tuples ``(sheet id, section id, points, full points, own points, leader's points)``
        :param str reason: why, where the points need one
        """
        if not rows:
            return
        kinds = ("int4", "int4", "numeric", "numeric", "numeric", "numeric")
        columns = [list(column) for column in zip(*rows, strict=True)]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO perf_score_entry (
                    appraisee_id, unit_id, company_id, cycle_id, period_id, kind, date, res_model, res_id, posted_by,
                    section_id, points, full_points, self_points, review_points, reason,
                    create_uid, write_uid, create_date, write_date)
                SELECT a.appraisee_id, a.unit_id, a.company_id, a.cycle_id, a.period_id, 'sheet', p.date_end,
                       'perf.appraisal', a.id, %(uid)s::int4, v.section, v.points, v.full_points, v.own, v.review,
                       %(reason)s, %(uid)s::int4, %(uid)s::int4, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM unnest(%(columns)s) WITH ORDINALITY
                       AS v(sheet, section, points, full_points, own, review, place)
                  JOIN perf_appraisal a ON a.id = v.sheet
                  JOIN perf_period p ON p.id = a.period_id
              ORDER BY v.place
                """,
                uid=self.env.uid,
                reason=reason,
                columns=SQL(", ").join(
                    SQL("%s::%s[]", column, SQL.identifier(kind)) for column, kind in zip(columns, kinds, strict=True)
                ),
            ),
        )
        self.invalidate_model()

    def _reverse(self, reason):
        """Append the reversal of each entry that is neither a reversal nor reversed already, under the same kind.

        :param str reason: why
        :return: the reversals
        """
        reversed_ids = self.search([("reversal_of_id", "in", self.ids)]).reversal_of_id.ids
        standing = self.filtered(lambda entry: not entry.reversal_of_id and entry.id not in reversed_ids)
        points = ("points", "full_points", "self_points", "review_points")
        return self._post(
            [
                {
                    **entry._copy_values(),
                    **{name: -entry[name] for name in points},
                    "reason": reason,
                    "reversal_of_id": entry.id,
                }
                for entry in standing
            ],
        )

    def _copy_values(self):
        """Return what an entry and its reversal have in common."""
        self.ensure_one()
        plain = {"kind", "matter", "date", "res_model", "res_id"}
        linked = {
            "appraisee_id",
            "unit_id",
            "company_id",
            "cycle_id",
            "period_id",
            "section_id",
            "indicator_id",
            "rule_id",
        }
        return {name: self[name] for name in plain} | {name: self[name].id for name in linked}
