from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, format_list

from ....tools import periods
from ...abstract.notices import notice as told
from .perf_notice import COLUMNS


class PerfNotice(models.Model):
    """The way of a notice: drafted, published, ended; and with it that of the results on it."""

    _inherit = "perf.notice"

    # === ACTION METHODS === #

    def action_publish(self):
        """Publish a notice: its results go on notice, and everybody may read what it tells of them.

        Note: self.ensure_one()

        :raise UserError: telling what is missing
        """
        self.ensure_one()
        self.check_access("read")
        self.sudo()._hold_period()
        results = self._results()
        start = self.company_id._perf_today()
        end = periods.add_working_days(start, self.days, self.cycle_id.sudo()._working_days())
        done = self._transition("action_publish", date_from=start, date_to=end)
        if done:
            results._transition("action_publish_notice", follows=True)
            self.env["perf.notice.line"]._freeze(self, results)
        return True

    def action_end(self):
        """End notices whose days are over.

        :raise UserError: naming the day from which it is possible
        """
        self._transition("action_end")
        return True

    def action_finalize(self):
        """Make the results on notices final whose days are over and whose objections are all answered.

        :return: a notification that tells how many
        :raise UserError: when there are none, telling what they wait for
        """
        self.check_access("read")
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            raise UserError(self.env._("The Performance Office makes results final."))
        self.filtered("i_end")._transition("action_end")
        ended = self.filtered(lambda notice: notice.state == "ended")
        ended._lock_once()
        waiting = ended._awaiting()
        lines = (ended - waiting).sudo().line_ids.filtered(lambda line: not line.superseded)
        results = lines.result_id.filtered(lambda result: result.state == "notice")
        if not results:
            raise UserError(self._why_not_final(waiting))
        results._transition("action_finalize", follows=True)
        ended._collide()
        return told(self.env._("%s results are final.", len(results)))

    def action_view_lines(self):
        """Open the list of a notice, to be searched.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_notice_line_action")
        return {**action, "domain": [("notice_id", "in", self.ids)]}

    # === BUSINESS METHODS - STATE === #

    def _refuse_publish(self):
        refused = self._refuse_without("fill")
        for notice in self:
            if notice.id not in refused and (problem := notice._publish_problem()):
                refused[notice.id] = problem
        return refused

    def _refuse_end(self):
        refused = self._refuse_without("end")
        for notice in self.filtered(lambda notice: notice.id in refused and notice.state == "published"):
            refused[notice.id] = self.env._(
                "it can be ended from %s on",
                format_date(self.env, fields.Date.add(notice.date_to, days=1)),
            )
        return refused

    def _publish_problem(self):
        """Return why a draft cannot be published yet, or nothing."""
        if self.state != "draft":
            return ""
        if self.sudo().period_id.state != "closed":
            return self.env._("%s is open again; close it and compute anew", self.period_id.display_name)
        results = self._results()
        if not results:
            return self.env._("there are no computed results for it that are not on notice already")
        least = self.sudo().cycle_id.notice_days
        if self.days < least:
            return self.env._("it lasts %s working days at least, as the year says", least)
        if outdated := results.filtered("outdated"):
            return self.env._(
                "results are out of date, compute anew first: %s", format_list(self.env, outdated._some_names())
            )
        if unexplained := results._unexplained():
            return self.env._(
                "say at their enrolment why these have no grade, and compute anew: %s",
                format_list(self.env, unexplained._some_names()),
            )
        meetings = self.env["perf.calibration"].sudo()
        if broken := meetings._broken_quotas(self.sudo().period_id, set(results.mapped("kind"))):
            return self.env._("a meeting moves grades first, a quota is broken: %s", format_list(self.env, broken))
        return self._missing_decision(results)

    def _missing_decision(self, results):
        """Return what of the leading group's decision is missing, or nothing.

        Rule: the result of a year needs its meeting before public notice. What stands at the meetings that decided on
        its grades need not be entered again.

        :param results: those that go on notice
        """
        moved = [("period_id", "=", self.period_id.id), ("state", "!=", "decided"), ("shift_ids", "!=", False)]
        undecided = self.env["perf.calibration"].sudo().search([*moved, ("kind", "in", results.mapped("kind"))])
        if undecided:
            names = format_list(self.env, undecided.mapped("display_name"))
            return self.env._("a meeting that has moved grades has not decided yet: %s", names)
        if self.period_id.kind != "year":
            return ""
        meetings = undecided._decided_on(results)
        if meetings and all(meeting.doc_no and meeting.has_signed_copy for meeting in meetings):
            return ""
        wanted = {
            self.env._("its date"): self.decision_date,
            self.env._("its number"): self.decision_no,
            self.env._("its scan"): self.has_signed_copy,
        }
        missing = [words for words, given in wanted.items() if not given]
        if not missing:
            return ""
        return self.env._("a year needs the decision of the leading group, add %s", format_list(self.env, missing))

    # === BUSINESS METHODS - RESULTS === #

    def _results(self):
        """Return the results that the draft puts on notice, as superuser."""
        domain = Domain("period_id", "=", self.period_id.id) & Domain("state", "=", "draft")
        domain &= Domain("appraisee_id.status", "!=", "excluded")
        if self.kind:
            domain &= Domain("kind", "=", self.kind)
        if self.category_ids:
            domain &= Domain("category_id", "in", self.category_ids.ids)
        if self.ranking_group:
            domain &= Domain("ranking_group", "=", self.ranking_group)
        return self.env["perf.result"].sudo().search(domain)

    @api.model
    def _draft_for(self, period):
        """Return the draft of a period, made if there is none.

        Rule: where only those wait who go on notice again, it is theirs: nobody is on two drafts.

        :param period: ``perf.period`` record
        """
        waiting = Domain("period_id", "=", period.id) & Domain("state", "=", "draft")
        drafts = self.search(waiting)
        again = drafts.filtered("ranking_group")
        others = waiting & Domain("ranking_group", "not in", again.mapped("ranking_group"))
        if again and not self.env["perf.result"].search_count(others, limit=1):
            return again[:1]
        return (drafts - again)[:1] or self.create(
            {
                "period_id": period.id,
                "title": self.env._("Public Notice of the Results of %s", period.display_name),
                "days": period.cycle_id.notice_days or 1,
                "text": self.env._(
                    "The results of %s were computed by the rules of the appraisal and are put on public notice.",
                    period.display_name,
                ),
                "how_to_object": self.env._(
                    "Who disagrees with a line objects by name until the last day of the notice, in the app or at the"
                    " Performance Office. Who objected stays with those who handle it."
                ),
            }
        )

    def _draft_again(self, results):
        """Draft the notices by which results that were taken back go on notice again: one for each ranking group.

        :param results: ``perf.result`` recordset
        :return: the drafts, those that wait already among them
        """
        groups = results.grouped(lambda result: (result.period_id, result.ranking_group))
        waiting = self.sudo().search(
            [("period_id", "in", results.period_id.ids), ("state", "=", "draft"), ("ranking_group", "!=", False)]
        )
        drafts = waiting.filtered(lambda draft: (draft.period_id, draft.ranking_group) in groups)
        drafted = {(draft.period_id, draft.ranking_group) for draft in drafts}
        last = {notice.period_id: notice for notice in self.sorted("id")}
        kept = ("title", "kind", "days", "text", "phone", "address", "how_to_object", *COLUMNS)
        return drafts | self.sudo()._unlocked().create(
            [
                {
                    **{name: last[period][name] for name in kept},
                    "period_id": period.id,
                    "ranking_group": group,
                    "replaces_id": last[period].id,
                }
                for period, group in groups
                if (period, group) not in drafted
            ]
        )

    def _awaiting(self):
        """Return those of the notices on which an objection to a result is not answered, be it to an earlier notice."""
        lines = self.sudo().line_ids.filtered(lambda line: not line.superseded)
        asked = [("kind", "=", "objection"), ("state", "in", ("submitted", "reviewing"))]
        waiting = self.env["perf.appeal"].sudo().search([*asked, ("result_id", "in", lines.result_id.ids)]).result_id
        return lines.filtered(lambda line: line.result_id in waiting).notice_id.with_env(self.env)

    # === HELPERS === #

    def _hold_period(self):
        """Let nobody post into the period while its results go on notice, and go on only if nothing came meanwhile.

        Who posts holds the period without changing it: his entry may be younger than what this transaction sees.

        :raise UserError: when an entry came in this very moment
        """
        period = self.period_id
        inside = period._inside()  # an entry of a month counts in the quarter, and who posts it holds the month alone
        inside._lock_rows("perf_period", "id")
        inside._collide()
        self.env.flush_all()
        count = SQL("SELECT count(*) FROM perf_score_entry WHERE period_id = ANY(%s)", inside.ids)
        with self.env.registry.cursor() as cr:  # it sees all that came before the lock
            cr.execute(count)
            latest = cr.fetchone()[0]
        if latest > self.env.execute_query(count)[0][0]:
            raise UserError(
                self.env._("Entries were posted to %s in this very moment. Press again.", period.display_name)
            )

    def _why_not_final(self, waiting):
        """Return why none of the results become final.

        :param waiting: notices to which an objection is not answered
        """
        if waiting:
            return self.env._("Objections are not answered yet: %s.", format_list(self.env, waiting.mapped("name")))
        running = self.filtered(lambda notice: notice.state == "published")
        if running:
            day = format_date(self.env, fields.Date.add(min(running.mapped("date_to")), days=1))
            return self.env._("The days of the notice are not over. Results become final from %s on.", day)
        return self.env._("There are no results on notice. Put them on notice first.")
