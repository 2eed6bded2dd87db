from collections import defaultdict

from odoo import fields, models
from odoo.tools import LazyTranslate, format_list

from ....tools import rating as engine
from ....tools import scoring
from ....tools.posting import Posting
from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field

_lt = LazyTranslate(__name__)

#: Columns of a score, in the order in which they are made.
_SCORE = (
    "rating_id",
    "company_id",
    "appraisee_id",
    "unit_id",
    "category_id",
    "group_id",
    "dimension_id",
    "answers",
    "votes",
    "score",
)


class PerfRating(models.Model):
    """The way of a rating: prepared, open, closed and posted, or void; and what its answers come to.

    Answers are read once, at closing, and no number that is shown tells anything of those of which there are too few.
    """

    _name = "perf.rating"
    _inherit = ["perf.rating", "perf.work.mixin"]

    _make_right = "write"
    _rights = {
        "see": Right(
            ways=(OFFICE, AUDITOR, Way("appraisee_ids.unit_id", "lead", when=[("state", "=", "closed")])),
        ),
        "run": Right(ways=(OFFICE,), refusal=_lt("the Performance Office runs the rating")),
        "write": Right(
            ways=(OFFICE,), states=("draft", "open"), refusal=_lt("the rating is over; it can be declared void")
        ),
        "attach": Right(ways=(OFFICE,)),
        "own": Right(ways=(Way("appraisee_ids", "own"),)),
        # whose task it is
        "close_due": Right(ways=(OFFICE,), when=compared_with_today("date_end", "<"), states=("open",)),
    }
    _work_cards = {
        "rating_close": Card(
            right="i_close_due",
            deadline="date_end",
            icon="fa-envelope-open-o",
            title=_lt("Close a rating"),
            titles=_lt("Close %(count)s ratings"),
            hint=_lt("Its last day is over. Closing counts the rest of the ballots and posts the scores."),
            button=_lt("Look and close"),
            action="perf_appraisal.perf_rating_action",
            filters=("open",),
        ),
    }

    can_open = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_void = fields.Boolean(compute="_compute_can")
    i_write = right_field("write", "state")
    i_close_due = right_field("close_due", "state", "date_end")

    # === ACTION METHODS === #

    def action_open(self):
        """Open the rating: ballots are taken from its first day on, and what was prepared stays.

        :raise UserError: naming what is missing
        """
        self._transition("action_open")
        return True

    def action_close(self):
        """Count the rest of the ballots, post one score for each of those who are rated, and delete the codes.

        :raise UserError: naming tallies that nobody has checked
        """
        self._transition("action_close")
        return True

    def action_void(self, reason=None):
        """Declare the rating void: what it posted is taken back, its codes are deleted.

        :param str reason: why
        :raise UserError: without a reason
        """
        self._transition("action_void", reason=reason)
        return True

    # === BUSINESS METHODS - STATE === #

    def _lock_above(self):
        self._share_periods()

    def _check_open_for(self, names):
        """Raise when columns are not open in the state of one of the ratings.

        :param set names: names of the fields
        """
        for rating in self.sudo():
            rating._check_open(names, rating.state)

    def _refuse_open(self):
        refused = self._refuse_without("run")
        for rating in self.sudo():
            if missing := rating._missing():
                refused.setdefault(rating.id, self.env._("before it is opened: %s", format_list(self.env, missing)))
        return refused

    def _missing(self):
        """Return what the rating still lacks, as sentences."""
        self.rating_type_id._check_complete()
        missing = []
        if not self.appraisee_ids:
            missing.append(self.env._("say who is rated"))
        if not self.group_ids:
            missing.append(self.env._("name the groups that rate"))
        missing += [self.env._("“%s” rates nobody", group.name) for group in self.group_ids if not group._rated()]
        if self.date_end < self.company_id._perf_today():
            missing.append(self.env._("choose a last day that is still to come"))
        return missing

    def _refuse_close(self):
        refused = self._refuse_without("run")
        for rating in self.sudo():
            waiting = rating._groups_to_tally() - rating.tally_ids.group_id
            unchecked = rating.tally_ids.filtered(lambda tally: tally.state != "checked")
            if waiting:
                names = format_list(self.env, waiting.mapped("name"))
                refused.setdefault(
                    rating.id,
                    self.env._("the tally of %s is not made yet: enter it, or write in it why nothing came", names),
                )
            elif unchecked:
                names = format_list(self.env, unchecked.group_id.mapped("name"))
                refused.setdefault(rating.id, self.env._("the tally of %s is not checked yet", names))
            elif rating.period_id.state == "closed":
                refused.setdefault(rating.id, self.env._("%s is closed", rating.period_id.display_name))
        return refused

    def _after_transition(self, action):
        """Count and post what was answered; codes end with the rating. A line tells who did what."""
        super()._after_transition(action)
        reason = self[:1].void_reason or ""
        line = {
            "action_open": self.env._("Begun."),
            "action_close": self.env._("Closed and counted."),
            "action_void": self.env._("Declared void: %s", reason),
        }[action]
        self.sudo()._message_log_batch(bodies=dict.fromkeys(self.ids, line))
        if action not in ("action_close", "action_void"):
            return
        found = self.env["perf.rating.pending"].sudo()._close(self)
        if action == "action_close":
            self.sudo()._keep_scores(found)
        else:
            self._unpost(self.env._("Declared void"))

    # === BUSINESS METHODS - SCORES === #

    def _keep_scores(self, found):
        """Store and post what the answers came to.

        :param dict found: as from ``perf.rating.pending._settle``
        """
        votes = self._votes(found["answers"])
        rows, postings = [], []
        for rating in self:
            rated = {group: frozenset(group._rated()._ids) for group in rating.group_ids}
            for appraisee in rating.appraisee_ids:
                groups = [group for group in rating.group_ids if appraisee.id in rated[group]]
                made, score = rating._score(appraisee, groups, votes)
                rows += made
                if score is not None:
                    postings.append(rating._posting(appraisee, score))
        self.env["perf.rating.score"]._scored()._bulk_insert(list(_SCORE), rows)
        self._keep_numbers(found["ballots"], {(row[5], row[3]) for row in rows})
        self._post(postings)

    def _votes(self, answers):
        """Return all votes: of the web and of tallies ``{(group, rated, dimension): {choice: votes}}``; scores of a
        third party under ``(group, rated, 0)`` as ``{0: percent}``.

        :param list answers: tuples ``(group, rated, dimension, choice, votes)`` of the web
        """
        votes = defaultdict(dict)
        for group, rated, dimension, choice, number in answers:
            votes[group, rated, dimension][choice] = number
        for line in self.tally_ids.line_ids:
            key = (line.tally_id.group_id.id, line.appraisee_id.id, line.dimension_id.id or 0)
            votes[key][line.choice_id.id or 0] = line.votes if line.choice_id else line.percent
        return votes

    def _score(self, appraisee, groups, votes):
        """Return what somebody came to: rows for ``perf.rating.score``, and the score, nothing where nobody counts.

        :param appraisee: ``perf.appraisee`` record
        :param list groups: those that rate him
        :param dict votes: as from :meth:`_votes`
        """
        whose = (self.id, self.company_id.id, appraisee.id, appraisee.unit_id.id, appraisee.category_id.id or None)
        rows, means, answered = [], [], 0
        for group in groups:
            made, mean, answers = group._mean(appraisee, votes)
            rows += [(*whose, group.id, *row) for row in made]
            means.append((scoring.to_decimal(group.weight), mean))
            answered += answers
        score = engine.total(means, self.missing_policy)
        if score is not None:
            rows.append((*whose, None, None, answered, None, float(scoring.round_points(score))))
        return rows, score

    def _keep_numbers(self, ballots, shown):
        """Keep how many ballots came of what is shown; of groups that are not shown, not even that.

        :param list ballots: tuples ``(group, unit, number)``
        :param set shown: tuples ``(group, unit of those who are rated)``
        """
        numbers = dict.fromkeys({group for group, _unit in shown if group}, 0)
        for group_id, unit_id, number in ballots:
            own = self.env["perf.rating.group"].browse(group_id).rates == "own"
            if (group_id, unit_id) in shown or (not own and group_id in numbers):
                numbers[group_id] += number
        rows = [(group.id, numbers.get(group.id, 0), group.id not in numbers) for group in self.group_ids]
        self.env["perf.rating.group"]._bulk_update(["ballots", "is_missing"], rows)

    def _posting(self, appraisee, score):
        """Return the entry of the ledger to be.

        :param appraisee: ``perf.appraisee`` record
        :param score: decimal, in percent
        """
        return Posting(
            appraisee_id=appraisee.id,
            unit_id=appraisee.unit_id.id,
            period_id=self.period_id.id,
            kind="rating",
            points=score,
            full_points=100.0,
            date=min(self.date_end, self.company_id._perf_today()),
            res_model=self._name,
            res_id=self.id,
            rating_type_id=self.rating_type_id.id,
        )
