from odoo import api, models

#: How many of the user's own sheets My Work lists.
RECENT = 6


class PerfMyWork(models.AbstractModel):
    """What waits for the user. Every model says for itself what is somebody's task (:class:`perf.work.mixin`)."""

    _name = "perf.my.work"
    _description = "My Work"

    # === BUSINESS METHODS === #

    @api.model
    @api.readonly
    def get_my_work(self):
        """Return what waits for the user, most urgent first, then what he reads only, and the user's latest sheets.

        :return: ``{"cards": [{"key", "kind", "title", "hint", "button", "count", "late", "deadline", "days",
            "res_id", …}], "sheets": [{…}], "steps": what is still to be set up, "user"}``
        """
        cards = sorted(self._work_cards(), key=self._urgency)
        steps = self.env["perf.first.steps"]._get_steps()
        return {"cards": cards, "sheets": self._work_recent(), "steps": steps, "user": self.env.user.name}

    @staticmethod
    def _urgency(card):
        """Return by what the cards are sorted: what waits for others comes last, what is late first."""
        return card["reading"], not card["late"], card["rank"], card["key"]

    def _work_cards(self):
        """Return what waits for the user, in any order."""
        found = self.env.registry.descendants(["perf.work.mixin"], "_inherit")
        return [card for name in sorted(found) if not self.env[name]._abstract for card in self.env[name]._get_work()]

    def _work_recent(self):
        """Return the user's latest sheets that are under way or confirmed."""
        sheets = self.env["perf.appraisal"].search([("i_answer", "=", True), ("state", "!=", "draft")], limit=RECENT)
        states = dict(sheets._fields["state"]._description_selection(self.env))
        return [
            {
                "id": sheet.id,
                "period": sheet.period_id.display_name,
                "state": sheet.state,
                "state_label": states[sheet.state],
                "score": sheet.final_score,
                "full": sheet.full_score,
                "percent": sheet.percent,
            }
            for sheet in sheets
        ]
