from unittest.mock import patch

from odoo.tests import tagged

from ...rating import RatingCase


@tagged("post_install", "-at_install")
class TestPerfRatingPending(RatingCase):
    def _count(self, table, condition="TRUE"):
        self.env.cr.execute(f"SELECT count(*) FROM perf_rating_{table} WHERE {condition}")
        return self.env.cr.fetchone()[0]

    def _settle(self):
        self.env["perf.rating.pending"]._cron_settle()
        self.rating.group_ids.invalidate_recordset(["answered"])

    def test_ballots_wait_until_enough_of_their_group_have_come(self):
        self._cast_many(self.delegates, [self.satisfied] * 9)
        self._cast_many(self.own_staff, [self.fairly] * 9, self.township)
        self._cast_many(self.own_staff, [self.fairly] * 9, self.other)
        self._settle()
        self.assertEqual(self._count("pending"), 27)
        self.assertEqual(self._count("answer"), 0)
        self.assertEqual(self._count("ballot", "used"), 0, "not even that a code was used can be seen beside them")
        self._cast_many(self.own_staff, [self.satisfied], self.township)
        self._settle()
        self.assertEqual(self._count("pending"), 18, "the staff of the other unit are a group of their own")
        self.assertEqual(self._count("ballot", "used"), 10)
        self.env.cr.execute("SELECT DISTINCT group_id, appraisee_id FROM perf_rating_answer")
        self.assertEqual(self.env.cr.fetchall(), [(self.own_staff.id, self.east.id)])

    def test_answers_are_seen_coming_in_full_tens_only(self):
        for number, shown in ((9, 0), (1, 10), (10, 20), (5, 20)):
            self._cast_many(self.delegates, [self.satisfied] * number)
            self._settle()
            self.assertEqual(self.delegates.answered, shown)
            self.assertEqual(self.delegates.with_user(self.auditor).answered, shown)

    def test_comments_wait_apart_from_their_ballots_until_the_rating_is_closed(self):
        for place, code in enumerate(self._codes(self.delegates, 10)):
            said = [(self.east.id, f"East {place}"), (0, f"All {place}")] if place < 3 else ()
            self.assertEqual(self._cast(code, self.satisfied, comments=said), {})
        self._settle()
        self.env.cr.execute("SELECT ballot_id, unit_id, content FROM perf_rating_pending")
        waiting = self.env.cr.fetchall()
        self.assertEqual({(ballot, unit) for ballot, unit, _content in waiting}, {(None, 0)})
        self.assertEqual({tuple(content) for _ballot, _unit, content in waiting}, {("comments",)})
        self.assertEqual(len(waiting), 6, "each by itself")
        self.assertFalse(self.rating.comment_ids)
        self._close()
        found = {(comment.appraisee_id, comment.text) for comment in self.rating.comment_ids}
        nobody = self.east.browse()
        expected = {(self.east, f"East {place}") for place in range(3)} | {
            (nobody, f"All {place}") for place in range(3)
        }
        self.assertEqual(found, expected)
        self.assertEqual(self._count("pending"), 0)

    def test_the_rest_is_counted_at_closing_and_of_other_ratings_nothing(self):
        other = self._create_rating(name="Another review of the test")
        other.action_open()
        self._cast_many(other.group_ids[0], [self.fairly] * 11)
        self._cast_many(self.delegates, [self.satisfied] * 7)
        self._close()
        self.assertEqual(self._found(self.east, self.delegates), (100.0, 7))
        self.assertEqual(self._count("pending"), 11)
        self.assertEqual(self._count("ballot"), 11, "codes of this rating are gone, of the other they stay")
        self.env["perf.rating.pending"]._cron_settle()
        self.assertEqual(self._count("ballot", "used"), 11)

    def test_counting_takes_as_many_queries_for_many_as_for_few(self):
        def counted(number):
            self._cast_many(self.delegates, [self.satisfied] * number)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["perf.rating.pending"]._settle()
            return self.env.cr.sql_log_count - before

        counted(10)
        self.assertEqual(counted(10), counted(60))

    def test_no_statement_holds_a_code_and_its_answers(self):
        """PostgreSQL writes a statement that fails, as that of a ballot sent twice at once, into its log."""
        [code] = self._codes(self.delegates, 1)
        statements = []
        execute = type(self.env.cr).execute

        def listening(cr, query, params=None, log_exceptions=True):
            execute(cr, query, params, log_exceptions=log_exceptions)
            statements.append(cr._obj.query.decode())

        with patch.object(type(self.env.cr), "execute", listening):
            self.assertEqual(self._cast(code, self.satisfied, comments=[(0, "words")]), {})
        self.env.cr.execute("SELECT content FROM perf_rating_pending")
        [(content,)] = self.env.cr.fetchall()
        self.assertEqual((len(content["ticks"]), content["comments"]), (4, [[0, "words"]]))
        answers = [statement for statement in statements if "words" in statement]
        self.assertTrue(answers)
        for statement in answers:
            self.assertNotIn("perf_rating_pending", statement)
