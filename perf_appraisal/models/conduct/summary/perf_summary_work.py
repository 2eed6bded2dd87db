from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...abstract.perf_work_mixin import READING, Card

_lt = LazyTranslate(__name__)

#: What every card of summaries has in common; a summary has no deadline of its own.
_CARD = Card(
    rank=4,
    domain=(("period_id.state", "in", ("opening", "open")),),
    icon="fa-file-text-o",
    action="perf_appraisal.perf_summary_action",
    filters=("draft",),
)


class PerfSummary(models.Model):
    """Whose task a summary is: the appraisal group writes it, the head submits it, the office confirms it."""

    _name = "perf.summary"
    _inherit = ["perf.summary", "perf.work.mixin"]

    _work_cards = {
        "summary_write": _CARD._replace(
            right="i_prepare",
            finder="_find_work_to_write",
            title=_lt("Write the opinion on %(period)s"),
            hint=_lt("The meeting and opinion of the appraisal group; the head submits it."),
            button=_lt("Write"),
        ),
        "summary_submit": _CARD._replace(
            right="i_prepare",
            finder="_find_work_to_submit",
            title=_lt("Submit the summary of %(period)s"),
            titles=_lt("Submit %(count)s summaries"),
            hint=_lt("Every sheet of your people is reviewed. The figures are frozen when you submit."),
            button=_lt("Read and submit"),
        ),
        "summary_confirm": _CARD._replace(
            group="perf_appraisal.group_perf_office",
            finder="_find_work_to_confirm",
            title=_lt("Confirm 1 summary"),
            titles=_lt("Confirm %(count)s summaries"),
            hint=_lt("Confirm them with the reviewed sheets inside, or give them back with a reason."),
            button=_lt("Read and confirm"),
            action="perf_appraisal.perf_summary_action_office",
            filters=("submitted",),
        ),
        "summary_read": READING._replace(
            domain=(("state", "=", "submitted"), ("period_id.state", "in", ("opening", "open"))),
            icon="fa-file-text-o",
            title=_lt("1 summary waits for its confirmation"),
            titles=_lt("%(count)s summaries wait for their confirmation"),
            action="perf_appraisal.perf_summary_action_office",
            filters=("submitted",),
        ),
    }

    # === BUSINESS METHODS - MY WORK === #

    @api.model
    def _find_work_to_write(self, kind, card):
        """Return the card of the summaries that want an opinion."""
        drafts = self._work_drafts(card)
        silent = (drafts - drafts._work_ready("action_submit")).filtered(lambda summary: not summary.opinion)
        return silent._work_cards_of(kind, card)

    @api.model
    def _find_work_to_submit(self, kind, card):
        """Return the card of the summaries that can be submitted."""
        return self._work_drafts(card)._work_ready("action_submit")._work_cards_of(kind, card)

    @api.model
    def _find_work_to_confirm(self, kind, card):
        """Return the card of the summaries that can be confirmed."""
        return self._work_in("submitted", card)._work_ready("action_confirm")._work_cards_of(kind, card)

    @api.model
    def _work_in(self, state, card):
        """Return the summaries in a state that wait for the user, of the companies that he has chosen.

        :param str state: state of the summaries
        :param card: :class:`Card`
        """
        chosen = Domain("state", "=", state) & Domain("company_id", "in", self.env.companies.ids)
        return self.sudo().search(chosen & self._work_domain(card)).sudo(False)

    @api.model
    def _work_drafts(self, card):
        """Return the drafts of the user's units whose months are all open or over."""
        drafts = self._work_in("draft", card)
        unopened = drafts._unopened_months() if drafts else ()
        return drafts.filtered(lambda summary: summary.period_id.id not in unopened)

    def _work_ready(self, action):
        """Return those on which the user can do the action now."""
        refused = self._refusals(action) if self else {}
        return self.filtered(lambda summary: summary.id not in refused)

    def _work_cards_of(self, kind, card):
        """Return the card of these summaries, or none."""
        if not self:
            return []
        one = self if len(self) == 1 else self.browse()
        return [
            self._work_card(
                kind,
                card,
                count=len(self),
                res_id=one.id,
                period=self[0].period_id.display_name,
                returned=one.return_reason or False,
            )
        ]
