import hashlib
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

#: Letters and digits that nobody takes for one another, spoken or written by hand.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

#: Characters of a code: 13 × 5 bits are 65.
CODE_LENGTH = 13

#: Characters of a comment that are kept.
COMMENT_LENGTH = 500

#: Codes that are made at once.
MOST_CODES = 20000


def code_hash(code):
    """Return what is kept of a code, however it was typed in; a code itself is kept nowhere."""
    plain = "".join(character for character in str(code).upper() if character in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def _storable(text):
    """Return a text without what PostgreSQL cannot keep: zeros, and halves of characters that a phone has cut."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode().strip()


class PerfRatingBallot(models.Model):
    """A single-use code, of which only a hash is kept, and whether it was used.

    No screen shows ballots, and no account has a right to them. What was answered with a code never stands here.
    """

    _name = "perf.rating.ballot"
    _description = "Ballot"
    _inherit = ["perf.bulk.mixin"]
    _order = "id"
    _log_access = False

    group_id = fields.Many2one("perf.rating.group", required=True, readonly=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null", ondelete="restrict")
    code_hash = fields.Char(required=True, readonly=True)
    used = fields.Boolean(readonly=True)

    _code_uniq = models.UniqueIndex("(code_hash)", "There is such a code already.")

    # === BUSINESS METHODS - CODES === #

    @api.model
    def _make_codes(self, group, numbers):
        """Make new codes: whoever calls has them once, the database only their hashes, in the order of these.

        :param group: ``perf.rating.group`` record of the web
        :param dict numbers: how many, by the id of the unit of those who rate, 0 where it does not matter
        :return: ``{unit id: [code]}``
        :raise AccessError: for anybody but the Performance Office
        :raise UserError: where the group has no codes, or too many are asked for
        """
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            raise AccessError(self.env._("The Performance Office makes the codes of a rating."))
        group.check_access("write")
        if group.channel != "web" or group.rating_id.state != "open":
            raise UserError(
                self.env._("“%s” has no codes: only groups on the web have, while the rating is open.", group.name)
            )
        if not 0 < sum(numbers.values()) <= MOST_CODES:
            raise UserError(self.env._("Make between 1 and %s codes at once.", MOST_CODES))
        made = {unit: [self._new_code() for _place in range(number)] for unit, number in numbers.items()}
        rows = sorted((code_hash(code), unit) for unit, codes in made.items() for code in codes)
        self.env.cr.execute(
            SQL(
                "INSERT INTO perf_rating_ballot (group_id, unit_id, code_hash, used)"
                " SELECT %s, NULLIF(r.unit, 0), r.hash, FALSE FROM unnest(%s::text[], %s::int4[]) AS r(hash, unit)",
                group.id,
                [row[0] for row in rows],
                [row[1] for row in rows],
            )
        )
        group.invalidate_recordset(["code_count"])
        return made

    @api.model
    def _new_code(self):
        """Return a new code."""
        return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))

    # === BUSINESS METHODS - VOTING === #

    @api.model
    def _ask(self, code):
        """Return what the ballot of a code asks, or why there is none: for a page without login, as superuser.

        :param str code: as it was typed in
        :return: dict with ``title``, ``intro``, ``until``, ``dimensions``, ``choices`` and ``rated``, lists of dicts
            with ``id`` and ``name``; or with ``problem``, a key, and ``text``, a sentence
        """
        ballot = self._find(code)
        return ballot if "problem" in ballot else self._questions(ballot)

    @api.model
    def _cast(self, code, ticks, comments=()):
        """Take a ballot, whole or not at all; of the same code only one counts, however many come at once.

        It waits, with its code, until enough of its group have come, see ``perf.rating.pending``. The transaction is
        the caller's own and has done nothing yet: the locks come before anything is read.

        :param str code: as it was typed in
        :param list ticks: ``[rated, dimension, choice]``, ids, one for each question
        :param list comments: ``[rated, text]``, the first 0 where it is about all
        :return: empty, or as from :meth:`_ask` why it was not taken; with ``missing``, the questions that are open
        """
        self.env.cr.execute("LOCK TABLE perf_rating_pending IN ROW EXCLUSIVE MODE", log_exceptions=False)
        ballot = self._find(code)
        if "problem" in ballot:
            return ballot
        rated, dimensions, choices = self._question_ids(ballot)
        given = self._valid_ticks(ticks, set(rated), set(dimensions), set(choices))
        missing = [[one, asked] for one in rated for asked in dimensions if (one, asked) not in given]
        if missing:
            return {**self._problem("missing", self.env._("Some questions are still open.")), "missing": missing}
        answered = sorted([*question, choice] for question, choice in given.items())
        if not self.env["perf.rating.pending"]._keep(ballot, answered, self._valid_comments(comments, {0, *rated})):
            return self._problem("used", self._used_text())
        return {}

    # === HELPERS === #

    @api.model
    def _find(self, code):
        """Return the ballot of a code as a dict with ``id``, ``group`` and ``unit``; or a problem."""
        fields_of_rating = self.env["perf.rating"]._fields
        rows = self.env.execute_query(
            SQL(
                """
                SELECT b.id, b.group_id, b.unit_id,
                       CASE WHEN r.state = 'draft' OR today.day < r.date_start THEN 'early'
                            WHEN r.state <> 'open' OR today.day > r.date_end THEN 'over'
                            WHEN b.used OR EXISTS (SELECT 1 FROM perf_rating_pending p WHERE p.ballot_id = b.id)
                            THEN 'used' END
                  FROM perf_rating_ballot b
                  JOIN perf_rating_group g ON g.id = b.group_id
                  JOIN perf_rating r ON r.id = g.rating_id
            CROSS JOIN LATERAL (SELECT %s AS day) today
                 WHERE b.code_hash = %s
                """,
                self.env["res.company"]._perf_today_sql(SQL("r.company_id")),
                code_hash(code),
                to_flush=[fields_of_rating[name] for name in ("state", "date_start", "date_end")],
            )
        )
        if not rows:
            return self._problem(
                "unknown", self.env._("There is no such code, or its rating is over. Compare it with your slip.")
            )
        ((ballot_id, group_id, unit_id, problem),) = rows
        group = self.env["perf.rating.group"].browse(group_id)
        if problem == "early":
            start = format_date(self.env, group.rating_id.date_start)
            return self._problem(problem, self.env._("The rating begins on %s.", start))
        if problem == "over":
            return self._problem(problem, self.env._("The rating is over. Thank you for your interest."))
        if problem == "used":
            return self._problem(problem, self._used_text())
        unit = self.env["hr.department"].browse(unit_id)
        if not group._rated(unit):
            return self._problem(
                "nothing", self.env._("Nobody is rated with this code any more: ask who gave it to you.")
            )
        return {"id": ballot_id, "group": group, "unit": unit}

    @api.model
    def _problem(self, key, text):
        """Return why a ballot is not there, or was not taken."""
        return {"problem": key, "text": text}

    @api.model
    def _used_text(self):
        """Return the sentence for a code that was used."""
        return self.env._("This code was used: a ballot was counted with it. Thank you.")

    @api.model
    def _questions(self, ballot):
        """Return what a ballot asks, see :meth:`_ask`."""
        group = ballot["group"]
        rating = group.rating_id
        kind = rating.rating_type_id
        return {
            "title": rating.name,
            "intro": rating.intro or "",
            "until": format_date(self.env, rating.date_end),
            "dimensions": [{"id": part.id, "name": part.name} for part in kind.dimension_ids],
            "choices": [{"id": choice.id, "name": choice.name} for choice in kind.choice_ids],
            "rated": [
                {"id": rated.id, "name": name}
                for rated, name in group._ballot_names(group._rated(ballot["unit"])).items()
            ],
        }

    @api.model
    def _question_ids(self, ballot):
        """Return the ids of those whom a ballot rates, of what it asks about each, and of the answers: no names."""
        group = ballot["group"]
        kind = group.rating_id.rating_type_id
        return group._rated(ballot["unit"]).ids, kind.dimension_ids.ids, kind.choice_ids.ids

    @api.model
    def _valid_ticks(self, ticks, rated, dimensions, choices):
        """Return those of the ticks that answer a question: ``{(rated, dimension): choice}``.

        :param ticks: what was sent
        :param set rated: ids, as are dimensions and choices
        """
        return {
            (tick[0], tick[1]): tick[2]
            for tick in (ticks if isinstance(ticks, list) else ())
            if isinstance(tick, list)
            and len(tick) == 3
            and all(type(key) is int for key in tick)
            and tick[0] in rated
            and tick[1] in dimensions
            and tick[2] in choices
        }

    @api.model
    def _valid_comments(self, comments, rated):
        """Return the comments that say something, each cut to what is kept: ``[[rated or 0, text]]``.

        :param comments: what was sent
        :param set rated: ids, and 0
        """
        written = [
            [comment[0], _storable(comment[1])[:COMMENT_LENGTH]]
            for comment in (comments if isinstance(comments, list) else ())
            if isinstance(comment, list)
            and len(comment) == 2
            and type(comment[0]) is int
            and comment[0] in rated
            and isinstance(comment[1], str)
        ]
        return [comment for comment in written if comment[1]]
