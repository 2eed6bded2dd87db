from odoo import models
from odoo.tools import float_compare, format_list


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
        for sheet in self:
            found = sheet._submit_sentences() if kind == "self" else sheet._review_sentences()
            if found:
                refused.setdefault(sheet.id, []).extend(found)
        return refused

    def _submit_sentences(self):
        """Return what is missing on the lines before the sheet can be handed in."""
        return [
            self.env._("%(line)s: %(problem)s", line=line.indicator_id.display_name, problem=problem)
            for line in self.line_ids
            for problem in line._submit_problems()
        ]

    def _review_sentences(self):
        """Return which changed scores have no reason."""
        bare = self.line_ids.filtered(
            lambda line: (
                not (self.self_skipped or (line.review_reason or "").strip())
                and float_compare(line.review_score, line.self_score, precision_digits=2)
            ),
        )
        if not bare:
            return []
        names = format_list(self.env, bare.mapped("indicator_id.display_name"))
        return [self.env._("changed without a reason: %s", names)]
