import io
from collections import defaultdict

import xlsxwriter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What the rows of the results are.
ROWS = ("rated", "group", "dimension")


class PerfRatingScore(models.Model):
    """What a closed rating came to, as pictures and as a workbook.

    All of it is made of scores that the user may see: of answers of which there were too few there is no score, so that
    no share, sum or mean here tells of them.
    """

    _inherit = "perf.rating.score"

    # === BUSINESS METHODS - RESULTS === #

    @api.model
    @api.readonly
    def get_results(self, rating_id=False, kind="rated", own=False):
        """Return what a closed rating came to, by those who were rated, by group, or by dimension.

        :param int rating_id: the rating, else the latest one that is closed
        :param str kind: one of ``ROWS``
        :param bool own: only units that the user leads
        :return: ``{"ratings", "rating_id", "kind", "choices": [{"id", "name", "value"}], "rows": [row]}``; a row is
            ``{"key", "name", "hint", "score", "answers", "votes", "missing", "rows": [row]}``: ``score`` is false where
            there is none, ``votes`` has a number for each choice
        """
        whose = Domain("unit_id.perf_i_lead", "=", True) if own else Domain.TRUE
        ratings = self.env["perf.rating"].search(Domain("state", "=", "closed") & Domain("score_ids", "any", whose))
        rating = ratings.filtered(lambda found: found.id == rating_id) or ratings[:1]
        scores = self.search(Domain("rating_id", "=", rating.id) & whose)
        kind = kind if kind in ROWS else "rated"
        return {
            "ratings": [{"id": found.id, "name": found.name} for found in ratings],
            "rating_id": rating.id,
            "kind": kind,
            "choices": [
                {"id": choice.id, "name": choice.name, "value": choice.value} for choice in rating._counted_choices()
            ],
            "rows": getattr(scores, f"_rows_by_{kind}")(rating) if scores else [],
        }

    def _rows_by_rated(self, rating):
        """Return who was rated, the best first, each with what groups and dimensions gave him.

        :param rating: ``perf.rating`` record
        """
        rows = []
        totals = {score.appraisee_id: score for score in self if not score.group_id}
        for appraisee, scores in self.grouped("appraisee_id").items():
            total = totals[appraisee]
            groups, dimensions = scores._by_group(rating), scores._by_dimension(rating)
            row = scores._row(rating, f"rated-{appraisee.id}", total._rated_name(), total.score, total.answers)
            parts = groups + (dimensions if len(dimensions) > 1 else [])
            rows.append({**row, "hint": total.category_id.name or "", "rows": parts})
        return _best_first(rows)

    def _rows_by_group(self, rating):
        """Return the groups, each with whom it rated; what is below its minimum as nothing but missing."""
        shown = {row["id"]: row for row in self._by_group(rating)}
        rows = []
        for group in rating.group_ids.filtered(lambda group: group.id in shown or self.appraisee_id & group._rated()):
            row = shown.get(group.id) or self.browse()._row(rating, f"group-{group.id}", group.name, False, 0)
            of_group = self.filtered(lambda score, group=group: score.group_id == group)
            hint = self.env._("weight %s", f"{group.weight:g}")
            parts = of_group._parts(type(self)._by_group, rating)
            rows.append({**row, "hint": hint, "missing": group.id not in shown, "rows": parts})
        return rows

    def _rows_by_dimension(self, rating):
        """Return the dimensions, each with who was rated on it."""
        rows = self._by_dimension(rating)
        for row in rows:
            of_dimension = self.filtered(lambda score, row=row: score.dimension_id.id == row["id"])
            row["rows"] = of_dimension._parts(type(self)._by_dimension, rating)
        return rows

    def _parts(self, make, rating):
        """Return the rows of each of those who were rated, the best first.

        :param make: :meth:`_by_group` or :meth:`_by_dimension`
        """
        names = {score.appraisee_id: score._rated_name() for score in self}
        return _best_first(
            [
                {**row, "name": names[appraisee]}
                for appraisee, scores in self.grouped("appraisee_id").items()
                for row in make(scores, rating)
            ]
        )

    # === BUSINESS METHODS - XLSX === #

    @api.model
    def _export_xlsx(self, rating_id):
        """Return a rating as a workbook of totals, scores by group and votes by dimension, in the user's language.

        :param int rating_id: the rating
        :return: ``(name of the file, content)``
        :raise UserError: when it is not closed, or nothing of it is for the user
        """
        scores = self.search([("rating_id", "=", rating_id)], order="appraisee_id, group_id, dimension_id")
        if not scores:
            raise UserError(self.env._("There is no result of this rating for you."))
        rating, buffer = scores.rating_id, io.BytesIO()
        book = xlsxwriter.Workbook(
            buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        for name, (headings, rows) in scores._tables(rating).items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, headings, book.add_format({"bold": True, "border": 1, "bg_color": "#E9ECEF"}))
            for place, row in enumerate(rows, 1):
                sheet.write_row(place, 0, row)
            sheet.set_column(0, 1, 24)
            sheet.set_column(2, len(headings), 14)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, len(rows), len(headings) - 1)
        book.close()
        return f"{rating.name}.xlsx".replace("/", "-"), buffer.getvalue()

    def _tables(self, rating):
        """Return the sheets of the workbook: ``{name: (headings, rows)}``; what is not shown is an empty cell.

        :param rating: ``perf.rating`` record
        """
        rated = [self.env._("Rated"), self.env._("Unit"), self.env._("Category")]
        percent, answers = self.env._("Score %"), self.env._("Answers")
        group, dimension = self.env._("Group"), self.env._("Dimension")
        choices, groups = rating._counted_choices(), rating.group_ids
        means = {(score.appraisee_id, score.group_id): score.score for score in self if not score.dimension_id}
        totals = self.filtered(lambda score: not score.group_id).sorted(lambda score: -score.score)
        return {
            self.env._("Totals"): (
                [*rated, percent, answers, *groups.mapped("name")],
                [
                    [*one._whose(), one.score, one.answers, *(means.get((one.appraisee_id, each)) for each in groups)]
                    for one in totals
                ],
            ),
            self.env._("By Group"): (
                [*rated, group, self.env._("Weight"), answers, percent],
                [
                    [*one._whose(), one.group_id.name, one.group_id.weight, one.answers or None, one.score]
                    for one in self
                    if one.group_id and not one.dimension_id
                ],
            ),
            self.env._("By Dimension"): (
                [*rated, group, dimension, answers, *choices.mapped("name"), percent],
                [
                    [*one._whose(), one.group_id.name, one.dimension_id.name, one.answers]
                    + [*one._votes(choices), one.score]
                    for one in self
                    if one.dimension_id
                ],
            ),
        }

    # === HELPERS === #

    def _whose(self):
        """Return the cells that say who was rated."""
        return [self._rated_name(), self.unit_id.name, self.category_id.name or ""]

    def _rated_name(self):
        """Return who was rated: the person, else the unit."""
        return self.appraisee_id.sudo().employee_id.name or self.unit_id.name

    def _by_group(self, rating):
        """Return a row for each group that gave any of these scores, in the order of the rating.

        :param rating: ``perf.rating`` record
        """
        found = self.filtered("group_id").grouped("group_id")
        rows = []
        for group in rating.group_ids.filtered(found.get):
            scores = found[group]
            means = scores.filtered(lambda score: not score.dimension_id)
            mean = _mean([(1.0, score.score) for score in means])
            key = f"group-{group.id}-{scores[0].id}"
            rows.append({**scores._row(rating, key, group.name, mean, sum(means.mapped("answers"))), "id": group.id})
        return rows

    def _by_dimension(self, rating):
        """Return a row for each dimension of these scores: of a mean over groups each counts with its weight.

        :param rating: ``perf.rating`` record
        """
        found = self.filtered("dimension_id").grouped("dimension_id")
        rows = []
        for dimension in rating.rating_type_id.dimension_ids.filtered(found.get):
            scores = found[dimension]
            means = [
                (1.0, _mean([(score.group_id.weight, score.score) for score in given]))
                for given in scores.grouped("appraisee_id").values()
            ]
            key, answers = f"dimension-{dimension.id}-{scores[0].id}", sum(scores.mapped("answers"))
            rows.append({**scores._row(rating, key, dimension.name, _mean(means), answers), "id": dimension.id})
        return rows

    def _row(self, rating, key, name, score, answers):
        """Return a row of the results, see :meth:`get_results`; its votes are those of all these scores."""
        return {
            "key": key,
            "name": name,
            "hint": "",
            "score": score,
            "answers": answers,
            "votes": self._votes(rating._counted_choices()),
            "missing": False,
            "rows": [],
        }

    def _votes(self, choices):
        """Return how often each choice was taken.

        :param choices: ``perf.rating.choice`` recordset
        """
        numbers = defaultdict(int)
        for score in self:
            for choice, number in score.votes or ():
                numbers[choice] += number
        return [numbers[choice] for choice in choices.ids]


def _mean(rows):
    """Return the weighted mean of ``(weight, score)``, to two digits."""
    weights = sum(weight for weight, _score in rows)
    return round(sum(weight * score for weight, score in rows) / weights, 2) if weights else False


def _best_first(rows):
    """Return rows by their scores."""
    return sorted(rows, key=lambda row: (-row["score"], row["name"]))
