from odoo import models
from odoo.tools import format_list


class PerfAppraisal(models.Model):
    """What a grid asks of its sheets."""

    _inherit = "perf.appraisal"

    def _grid_name(self):
        """Return whose sheet it is, in a row of a grid."""
        return self.sudo().employee_id.name or self.unit_id.name or ""

    def _grid_problems(self, kind):
        """Return why sheets cannot be handed in, or their review not be finished, as sentences by sheet.

        :param str kind: ``self`` or ``review``
        :return: ``{sheet id: [sentence]}``, empty when all can
        """
        action = {"self": "action_submit", "review": "action_review"}[kind]
        refused = {key: [reason] for key, reason in self._refusals(action).items()}
        found = self._submit_sentences() if kind == "self" else self._review_sentences()
        for sheet_id, sentences in found.items():
            refused.setdefault(sheet_id, []).extend(sentences)
        return refused

    def _submit_sentences(self):
        """Return what keeps the sheets from being handed in: ``{sheet id: [sentence]}``.

        Something is missing on a line, or a matter is claimed that already counts elsewhere.
        """
        problems = [(line, problem) for line in self.line_ids for problem in line._submit_problems()]
        problems += [(claim.line_id, problem) for claim, problem in self.line_ids.claim_ids._matter_problems().items()]
        found = {}
        for line, problem in problems:
            sentence = self.env._("%(line)s: %(problem)s", line=line.indicator_id.display_name, problem=problem)
            found.setdefault(line.appraisal_id.id, []).append(sentence)
        return found

    def _review_sentences(self):
        """Return what a review lacks: reasons of changed scores, any score, lines of one's own, a year's grade.

        :return: ``{sheet id: [sentence]}``
        """
        lines, found = self._lines_to_review().grouped("appraisal_id"), {}
        for sheet in self:
            if sheet.kind == "unit" and sheet not in lines:
                found[sheet.id] = [sheet._waiting_message()]
        for sheet, own in lines.items():
            if bare := own._without_reason():
                names = format_list(self.env, bare.mapped("indicator_id.display_name"))
                found[sheet.id] = [self.env._("changed without a reason: %s", names)]
            if silent := own._unscored():
                found.setdefault(sheet.id, []).append(silent._unscored_message())
        for sheet in self._without_grade():
            found.setdefault(sheet.id, []).append(self.env._("propose a grade for the year first."))
        return found

    def _lines_to_review(self):
        """Return the lines whose review the user finishes with these sheets: of units' sheets those that are his."""
        units = self.filtered(lambda sheet: sheet.kind == "unit")
        waiting = units.line_ids.filtered(lambda line: not line.reviewed_on)
        return (self - units).line_ids | waiting._filtered_access("write")
