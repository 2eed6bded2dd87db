from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ....tools import periods, scoring
from ....tools.posting import Posting
from .perf_finding import POINTS


class PerfFinding(models.Model):
    """The way of a finding: issued, replied to, confirmed or withdrawn, rectified; and what it posts."""

    _inherit = "perf.finding"

    can_reply = fields.Boolean(compute="_compute_can")
    can_object = fields.Boolean(compute="_compute_can")
    can_confirm = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    can_report_rectified = fields.Boolean(compute="_compute_can")
    can_verify = fields.Boolean(compute="_compute_can")
    can_reject_rectification = fields.Boolean(compute="_compute_can")

    # === ACTION METHODS === #

    def action_confirm(self):
        """Confirm what was found: it is posted to the ledger, and the unit puts right what has a deadline.

        :return: a notification for several findings, else true
        :raise UserError: naming the findings that the user may not confirm, and why
        """
        done = self._transition("action_confirm")
        done._post_points()
        done.filtered("deadline")._transition("action_rectify", follows=True)
        return self._tell_done("action_confirm", done)

    def action_withdraw(self, reason=None):
        """Withdraw findings: what they posted is reversed.

        :param str reason: why
        :raise UserError: without a reason, or for anybody but the Performance Office
        """
        done = self._transition("action_withdraw", reason=reason)
        done._take_back()
        return True

    def action_report_rectified(self):
        """Report for the unit that it has put right what was found.

        :raise UserError: when nothing is written down about it
        """
        done = self._transition("action_report_rectified")
        done.sudo().rectification_ids._hand_in()
        return True

    def action_verify(self):
        """Close findings whose rectification was verified.

        :return: a notification for several findings, else true
        :raise UserError: for those that were not reported, or are the user's own matter
        """
        done = self._transition("action_verify")
        done.sudo().rectification_ids._judge("accepted")
        return self._tell_done("action_verify", done)

    def action_reject_rectification(self, reason=None):
        """Ask the unit to put it right anew.

        :param str reason: what is still amiss
        :raise UserError: without a reason, or for those that were not reported
        """
        done = self._transition("action_reject_rectification", reason=reason)
        done.sudo().rectification_ids._judge("rejected", reason)
        return True

    def action_write_rectification(self):
        """Open what the unit writes down about what it has put right, until it is reported.

        Note: self.ensure_one()

        :return: an action dictionary that opens it in a dialog
        :raise UserError: for anybody but the unit
        """
        self.ensure_one()
        if refused := self._refuse_without("report"):
            raise UserError(self._refusal_message(refused))
        begun = self.rectification_ids.filtered(lambda report: not report.reported_on)[-1:]
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rectification_action_write")
        return {**action, "res_id": begun.id, "context": {"default_finding_id": self.id}}

    # === BUSINESS METHODS - STATE === #

    @api.model
    def _done_words(self, action, count, **facts):
        words = {
            "action_confirm": self.env._("%s findings confirmed and posted to the score ledger.", count),
            "action_verify": self.env._("%s rectifications verified.", count),
        }
        return words.get(action) or super()._done_words(action, count, **facts)

    def _refuse_report_rectified(self):
        refused = self._refuse_without("report")
        for finding in self.sudo():
            if not finding.rectification_ids.filtered(lambda report: not report.reported_on):
                refused.setdefault(finding.id, self.env._("write down first what was put right"))
        return refused

    def _issue(self):
        """Issue what an inspection found: the days to reply begin, and what was found before is marked."""
        done = self._transition("action_issue", follows=True)
        for cycle, findings in done.grouped("cycle_id").items():
            today, works = cycle.company_id._perf_today(), cycle._working_days()
            findings._unlocked().write({"reply_until": periods.add_working_days(today, cycle.reply_days, works)})
        done._mark_repeated()

    def _mark_repeated(self):
        """Mark of all that stands of the same unit, rule and cycle what was found again in a later inspection."""
        first, repeated = {}, self.browse()
        alike = self.search(
            Domain("unit_id", "in", self.unit_id.ids)
            & Domain("rule_id", "in", self.rule_id.ids)
            & Domain("period_id.cycle_id", "in", self.cycle_id.ids)
            & Domain("state", "not in", ("draft", "withdrawn")),
            order="issued_on, id",
        )
        for found in alike:
            if (
                first.setdefault((found.unit_id, found.rule_id, found.cycle_id), found.inspection_id)
                != found.inspection_id
            ):
                repeated += found
        repeated.filtered(lambda found: not found.is_repeated)._unlocked().write({"is_repeated": True})
        (alike - repeated).filtered("is_repeated")._unlocked().write({"is_repeated": False})

    # === BUSINESS METHODS - POSTING === #

    def _charged(self):
        """Return who loses how many points by each finding: ``[(finding, employee or none for the unit, decimal)]``."""
        found = [
            (finding, who, scoring.to_decimal(finding[name]))
            for finding in self
            for name, who in zip(POINTS, (None, finding.leader_employee_id, finding.employee_id), strict=True)
        ]
        return [(finding, who, points) for finding, who, points in found if points and (who is None or who)]

    def _enrolments(self):
        """Return the enrolments of units and people concerned: ``{(cycle, unit or employee): appraisee id}``."""
        people = self.leader_employee_id | self.employee_id
        enrolled = (
            self.env["perf.appraisee"]
            .sudo()
            .search(
                Domain("cycle_id", "in", self.cycle_id.ids)
                & Domain("status", "!=", "excluded")
                & (
                    (Domain("kind", "=", "unit") & Domain("unit_id", "in", self.unit_id.ids))
                    | Domain("employee_id", "in", people.ids)
                )
            )
        )
        return {(found.cycle_id, found.employee_id or found.unit_id): found.id for found in enrolled}

    def _issue_problems(self):
        """Return why findings cannot be issued, as they cost somebody who is not enrolled: ``{finding: sentence}``."""
        findings = self.sudo()
        enrolled, missing = findings._enrolments(), {}
        for finding, who, _points in findings._charged():
            if (finding.cycle_id, who or finding.unit_id) not in enrolled:
                missing.setdefault(finding, []).append((who or finding.unit_id).name)
        problems = {
            finding: self.env._(
                "%(finding)s costs points, but not everybody takes part in this cycle: %(names)s",
                finding=finding.name,
                names=format_list(self.env, names),
            )
            for finding, names in missing.items()
        }
        nameless = findings.filtered(
            lambda found: found.rule_id.indicator_id.kind == "employee" and found.person_points
        )
        return problems | {
            finding: self.env._("%s falls under a rule of people's sheets: say whom it concerns", finding.name)
            for finding in nameless
            if not finding.employee_id
        }

    def _post_points(self):
        """Post what the findings cost unit, leader and person, each with its own points.

        Facts are posted uncut: the rule's cap, and that of one matter only the largest counts, are applied when results
        are computed, so that the order of confirming and withdrawing never matters.

        :raise UserError: naming whoever is not enrolled
        """
        findings = self.sudo()
        if problems := findings._issue_problems():
            raise UserError("\n".join(problems.values()))
        findings._post_charges(findings._charged())

    def _post_charges(self, charges):
        """Post points that are lost.

        :param list charges: as from :meth:`_charged`
        """
        enrolled = self._enrolments()
        self._post(
            [
                Posting(
                    appraisee_id=enrolled[finding.cycle_id, who or finding.unit_id],
                    unit_id=finding.unit_id.id,
                    period_id=finding.period_id.id,
                    kind="deduction",
                    origin="inspection",
                    points=-points,
                    date=finding.inspection_id.date,
                    res_model=self._name,
                    res_id=finding.id,
                    section_id=finding._section().id or None,
                    indicator_id=finding._indicator().id or None,
                    rule_id=finding.rule_id.id or None,
                    matter=finding.matter or None,
                )
                for finding, who, points in charges
                if points
            ]
        )

    def _take_back(self):
        """Reverse what the findings posted; what was found later under the same rule is perhaps no repetition."""
        self._unpost(self.env._("Withdrawn"))
        self.sudo()._mark_repeated()

    def _indicator(self):
        """Return the indicator whose points are lost."""
        return self.rule_id.indicator_id

    def _section(self):
        """Return the section of the indicator."""
        return self._indicator().section_id
