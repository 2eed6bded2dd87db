from odoo import models
from odoo.fields import Domain

#: Where a summary, which has no deadline of its own, stands among what has one: so many days off.
_RANK = 4


class PerfAppraisal(models.Model):
    """*My Work* shows the summaries that the appraisal group writes, the head submits and the office confirms."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - MY WORK === #

    def _work_cards(self):
        return [*super()._work_cards(), *self._work_summaries()]

    def _work_summaries(self):
        """Return the cards of the summaries that can be written, submitted or confirmed by the user now."""
        cards = []
        drafts = self._work_summaries_of("draft", self._work_summary_units())
        if drafts:
            unopened = drafts._unopened_months()
            over = drafts.filtered(lambda summary: summary.period_id.id not in unopened)
            refused = over._refuse_submit()
            ready = over.filtered(lambda summary: summary.id not in refused)
            cards += self._work_summary_card("summary_submit", ready)
            cards += self._work_summary_card("summary_write", (over - ready).filtered(lambda found: not found.opinion))
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            submitted = self._work_summaries_of("submitted", Domain.TRUE)
            refused = submitted._refuse_confirm()
            ready = submitted.filtered(lambda summary: summary.id not in refused)
            cards += self._work_summary_card("summary_confirm", ready)
        return cards

    def _work_summary_units(self):
        """Return the domain of the summaries of the very units that the user heads, stands in for, or coordinates."""
        uid = self.env.uid
        standins = self.env["perf.standin"]
        return (
            Domain("unit_id.manager_id.user_id", "=", uid)
            | Domain("unit_id.perf_coordinator_ids.user_id", "=", uid)
            | Domain("unit_id", "in", standins.sudo().search(standins._current("head")).unit_id.ids)
        )

    def _work_summaries_of(self, state, domain):
        """Return the summaries of open quarters in a state, of the companies that the user has chosen.

        :param str state: state of the summaries
        :param domain: further condition
        """
        asked = Domain("state", "=", state) & Domain("period_id.state", "in", ("opening", "open"))
        chosen = Domain("company_id", "in", self.env.companies.ids)
        return self.env["perf.summary"].sudo().search(asked & chosen & domain).sudo(False)

    def _work_summary_card(self, kind, summaries):
        """Return the card of these summaries, or none.

        :param str kind: kind of the card
        :param summaries: ``perf.summary`` recordset
        """
        if not summaries:
            return []
        one = summaries if len(summaries) == 1 else summaries.browse()
        return [
            self._work_card(
                kind,
                rank=_RANK,
                count=len(summaries),
                res_id=one.id,
                period=summaries[0].period_id.display_name,
                returned=one.return_reason or False,
            )
        ]
