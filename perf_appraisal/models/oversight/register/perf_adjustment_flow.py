from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ....tools import periods, scoring
from ....tools.posting import Posting

#: What is read of an entry when it is posted.
_POSTED = (
    "appraisee_id",
    "unit_id",
    "period_id",
    "kind",
    "origin",
    "points",
    "date",
    "rule_id",
    "matter",
)


class PerfAdjustment(models.Model):
    """The way of an entry of the register: submitted, on notice, confirmed or refused, reversed; and what it posts."""

    _inherit = "perf.adjustment"

    can_submit = fields.Boolean(compute="_compute_can")
    can_publish = fields.Boolean(compute="_compute_can")
    can_reply = fields.Boolean(compute="_compute_can")
    can_object = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_reverse = fields.Boolean(compute="_compute_can")

    # === ACTION METHODS === #

    def action_submit(self):
        """Hand entries to the Performance Office; whom a deduction concerns is told.

        :return: a notification for several, else true
        :raise UserError: without the document of a bonus that is applied for, or for anybody who may not
        """
        done = self._transition("action_submit")
        done.filtered(lambda adjustment: not adjustment.is_application)._tell_concerned(
            self.env._("The register has a new entry for your unit. You may reply to it.")
        )
        return self._tell_done("action_submit", done)

    def action_publish(self):
        """Put entries on public notice for the days that their rules want.

        :return: a notification for several, else true
        :raise UserError: when a rule wants no notice, or it is the user's own matter
        """
        done = self._transition("action_publish")
        alike = done.sudo().grouped(lambda adjustment: (adjustment.cycle_id, adjustment.rule_id.notice_days))
        for (cycle, days), adjustments in alike.items():
            end = periods.add_working_days(cycle.company_id._perf_today(), days, cycle._working_days())
            adjustments._unlocked().write({"notice_end": end})
        done._tell_concerned(self.env._("An entry of the register that concerns your unit is on public notice."))
        return self._tell_done("action_publish", done)

    def action_confirm(self):
        """Confirm entries: they are posted to the ledger, and who applied for a bonus is told.

        :return: a notification for several, else true
        :raise UserError: naming the entries that the user may not confirm, and why
        """
        # very many are confirmed at once: each as it is, in one statement
        done = self._transition("action_confirm", each=lambda ready: ([], [(key,) for key in ready.ids]))
        done._check_matters()
        done._post_points()
        done.filtered("is_application")._tell_decided()
        return self._tell_done("action_confirm", done)

    def action_refuse(self, reason=None):
        """Refuse entries: nothing is posted, and whom they concern is told.

        :param str reason: why
        :raise UserError: without a reason, or for anybody but the Performance Office
        """
        self._transition("action_refuse", reason=reason)._tell_decided()
        return True

    def action_reverse(self, reason=None):
        """Take back what confirmed entries posted; whom they concern is told.

        :param str reason: why
        :raise UserError: without a reason, or for anybody but the Performance Office
        """
        done = self._transition("action_reverse", reason=reason)
        done._unpost(self.env._("Reversed"))
        done._tell_decided()
        return True

    # === BUSINESS METHODS - STATE === #

    @api.model
    def _done_words(self, action, count, **facts):
        words = {
            "action_submit": self.env._("%s entries submitted to the Performance Office.", count),
            "action_publish": self.env._("%s entries are on public notice.", count),
            "action_confirm": self.env._("%s entries confirmed and posted to the score ledger.", count),
        }
        return words.get(action) or super()._done_words(action, count, **facts)

    def _refuse_submit(self):
        refused = self._refuse_without("submit")
        for adjustment in self:
            if missing := adjustment._missing_document():
                refused.setdefault(adjustment.id, self.env._("before it is applied for, add: %s", missing))
        return refused

    def _missing_document(self):
        """Return what of its document a bonus that is applied for still lacks, as a list in words."""
        adjustment = self.sudo()
        if not adjustment.is_application:
            return ""
        wanted = {
            self.env._("the number of the document"): adjustment.doc_no,
            self.env._("who issued it"): adjustment.doc_issuer,
            self.env._("a scan of it as evidence"): adjustment.evidence_ids,
        }
        return format_list(self.env, [words for words, given in wanted.items() if not given])

    def _check_matters(self):
        """Raise where a sheet that was handed in claims the same matter: of one matter only the largest counts.

        :raise UserError: naming the entries and the sheets
        """
        entries = self.sudo().filtered(lambda entry: entry.rule_id.highest_only and (entry.matter or "").strip())
        if not entries:
            return
        claims = self.env["perf.claim"]._about_matters(entries.appraisee_id)
        claims = claims.filtered(lambda claim: claim.line_id.state not in ("draft", "excused"))
        claimed = claims.grouped(lambda claim: (*claim._matter_key(), claim.rule_id.kind))
        refused = {
            entry.id: self.env._(
                "“%(matter)s” is claimed on %(sheet)s, and a matter counts once: take it back there, or refuse this",
                matter=entry.matter.strip(),
                sheet=claimed[key].line_id.appraisal_id[:1].display_name,
            )
            for entry in entries
            if (key := (entry.appraisee_id.id, entry.matter.strip(), entry.kind)) in claimed
        }
        if refused:
            raise UserError(self._refusal_message(refused))

    def _tell_concerned(self, text):
        """Tell whoever heads or coordinates the units, or the persons concerned, in words that give nothing away.

        :param str text: a sentence
        """
        people = {}
        for holder in self._holders(["hear"], Domain("id", "in", self.ids)) if self else ():
            people.setdefault(holder.record_id, set()).add(holder.user_id)
        self._tell(people, text)

    def _tell_decided(self):
        """Tell whom entries concern that the Performance Office decided on them."""
        self._tell_concerned(
            self.env._("The Performance Office decided on an entry of the register that concerns you.")
        )

    # === BUSINESS METHODS - RACES === #

    def _lock_above(self):
        self._share_periods()

    # === BUSINESS METHODS - POSTING === #

    def _post_points(self):
        """Post what the entries give or cost, and their vetoes.

        Facts are posted uncut: caps, and that of one matter only the largest counts, are applied when results are
        computed, so that the order of confirming and reversing never matters.
        """
        postings = []
        self.sudo().fetch(_POSTED)
        for adjustment in self.sudo():
            points = scoring.to_decimal(adjustment.points)
            if points:
                postings.append(adjustment._posting(adjustment.kind, points if adjustment.kind == "bonus" else -points))
            if adjustment.rule_id.veto != "none":
                postings.append(adjustment._posting("veto", scoring.to_decimal(0)))
        self._post(postings)

    def _posting(self, kind, points):
        """Return an entry of the ledger to be.

        :param str kind: ``bonus``, ``deduction`` or ``veto``
        :param points: signed decimal
        """
        indicator = self.rule_id.indicator_id
        return Posting(
            appraisee_id=self.appraisee_id.id,
            unit_id=self.unit_id.id,
            period_id=self.period_id.id,
            kind=kind,
            origin=self.origin,
            points=points,
            date=self.date,
            res_model=self._name,
            res_id=self.id,
            section_id=indicator.section_id.id or None,
            indicator_id=indicator.id,
            rule_id=self.rule_id.id,
            matter=(self.matter or "").strip() or None,
        )
