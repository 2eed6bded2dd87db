from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools import scoring
from ...abstract.rights import Right, Way, compared_with_today
from ...abstract.score_field import Score
from .perf_notice import COLUMNS, READERS

#: Columns that are always there.
_PLAIN = ("notice_id", "company_id", "sequence", "result_id", "kind", "name", "unit")


class PerfNoticeLine(models.Model):
    """What a public notice tells of one result: plain copies, made when it was published."""

    _name = "perf.notice.line"
    _description = "Line of a Public Notice"
    _inherit = ["perf.guard.mixin", "perf.rights.mixin"]
    _order = "notice_id desc, sequence, id"
    _rec_names_search = ["name", "unit"]

    _rights = {"see": Right(ways=(Way("notice_id", "see"),))}

    notice_id = fields.Many2one("perf.notice", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    # its order would tell the places of those whose places are not told
    result_id = fields.Many2one(
        "perf.result", required=True, readonly=True, index=True, ondelete="restrict", groups=READERS
    )
    sequence = fields.Integer(string="Number", readonly=True, aggregator=None)
    kind = fields.Char(readonly=True)
    name = fields.Char(string="Appraisee", readonly=True, required=True)
    unit = fields.Char(readonly=True)
    category = fields.Char(readonly=True)
    rank = fields.Char(string="Place", readonly=True)
    total = Score(string="Total Points", readonly=True, aggregator=None)
    base = Score(string="Base Points", readonly=True, aggregator=None)
    bonus = Score(readonly=True, aggregator=None)
    deduction = Score(readonly=True, aggregator=None)
    review = Score(string="Public Review", readonly=True, aggregator=None)
    grade = fields.Char(readonly=True)
    superseded = fields.Boolean(
        string="Corrected", readonly=True, help="It was computed anew since, and goes on notice again."
    )
    can_object = fields.Boolean(compute="_compute_can_object", help="Its notice runs: anybody may object.")

    # === COMPUTE METHODS === #

    @api.depends("name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name

    @api.depends("superseded", "notice_id.state", "notice_id.date_to")
    def _compute_can_object(self):
        running = self.filtered_domain(self._running())
        for line in self:
            line.can_object = line in running

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        raise UserError(self.env._("The lines of a notice are copied when it is published."))

    def _guard_write(self, vals):
        raise UserError(self.env._("What everybody has read stays so."))

    def _guard_unlink(self):
        raise UserError(self.env._("What everybody has read stays so."))

    # === ACTION METHODS === #

    def action_object(self):
        """Object to a line of a notice that runs: open the draft. Anybody may, about anybody.

        Note: self.ensure_one()

        :return: an action that opens the draft
        :raise UserError: when the notice is over
        """
        self.ensure_one()
        self.check_access("read")
        if not self.can_object:
            raise UserError(self.env._("Objections are made while the notice runs."))
        values = {"about": self.name, "notice_line_id": self.id}
        return self.env["perf.appeal"]._file("objection", self.sudo().result_id, **values)

    # === BUSINESS METHODS === #

    @api.model
    def _running(self):
        """Return the domain of the lines to which anybody may object now."""
        notice = Domain("state", "=", "published") & ~compared_with_today("date_to", "<")
        return Domain("superseded", "=", False) & Domain("notice_id", "any", notice)

    @api.model
    def _freeze(self, notice, results):
        """Copy what a notice tells of results.

        :param notice: ``perf.notice`` record
        :param results: ``perf.result`` recordset, as superuser
        """
        told = [column for shown, column in COLUMNS.items() if notice[shown]]
        reviews = self._reviews(results) if notice.show_review else {}
        rows = [
            (
                *(notice.id, notice.company_id.id, place, result.id, result.kind),
                *self._names(result),
                *(self._cell(result, column, reviews) for column in told),
            )
            for place, result in enumerate(self._in_order(notice, results), 1)
        ]
        self.sudo()._scored()._bulk_insert([*_PLAIN, *told], rows)

    @api.model
    def _replace_lines_of(self, results, reason):
        """Mark what notices tell of results as corrected; of a notice on which nothing else stands, nothing is left.

        :param results: ``perf.result`` recordset
        :param str reason: why, in words for everybody
        """
        lines = self.search([("result_id", "in", results.ids), ("superseded", "=", False)])
        lines._bulk_update(["superseded"], [(line_id, True) for line_id in lines.ids])
        self.env.invalidate_all()
        notices = lines.notice_id
        standing = self._read_group([("notice_id", "in", notices.ids), ("superseded", "=", False)], ["notice_id"])
        left = notices.browse(notice.id for (notice,) in standing)
        (notices - left)._transition("action_withdraw", follows=True, withdrawn_reason=reason)

    # === HELPERS === #

    @staticmethod
    def _in_order(notice, results):
        """Return results in the order of a notice, which tells no more than its columns do."""
        steps = {grade.id: place for place, grade in enumerate(results.grade_id.sorted())}

        def key(result):
            place = (not result.rank, result.rank) if notice.show_rank or notice.show_total else ()
            grade = (steps.get(result.grade_id.id, len(steps)),) if notice.show_grade else ()
            group = (result.category_id.name or "",) if notice.show_category else ()
            return (result.kind != "unit", *group, *place, *grade, result.unit_id.name, result.employee_id.name or "")

        return results.sorted(key)

    @staticmethod
    def _names(result):
        """Return name and unit of a result."""
        unit = result.unit_id.name
        return (result.employee_id.name, unit) if result.kind == "employee" else (unit, None)

    @staticmethod
    def _cell(result, column, reviews):
        """Return what a column tells of a result.

        :param dict reviews: as from :meth:`_reviews`
        """
        if column == "category":
            return result.category_id.name or None
        if column == "grade":
            unknown = None if result._total_words() else result.env._("Not appraised")
            return result.grade_id.name or unknown
        if column == "rank":
            return str(result.rank) if result.rank else None
        if column == "review":
            return reviews.get(result.id)
        return None if result._fields[column]._is_empty(result) else result[column]

    @staticmethod
    def _reviews(results):
        """Return the points that public reviews give: ``{result id: decimal}``."""
        found = {}
        for line in results.line_ids.filtered(lambda line: line.source == "rating"):
            key = line.result_id.id
            found[key] = found.get(key, scoring.ZERO) + scoring.to_decimal(line.points)
        return found
