import json
import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import http
from odoo.sql_db import Cursor
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...ballots import BallotsMixin
from ...common import PerfCommon

LIMIT = 100 * 1024


@tagged("post_install", "-at_install")
class TestPerfRatingBallotWeb(BallotsMixin, PerfCommon, HttpCase):
    """A ballot on the web: whoever has the code is asked, and nothing tells who he is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.rating = cls._create_rating()
        cls.group = cls.rating.group_ids

    def setUp(self):
        super().setUp()
        (self.code,) = self._make_codes(self.group)

    def _post(self, what, body, headers=None):
        """Send something to a route of the ballot; return the status and what it says."""
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        headers = {"Content-Type": "application/json", "Accept-Language": "en-US", **(headers or {})}
        answer = self.url_open(f"/perf/ballot/{what}", data=data, headers=headers)
        return answer.status_code, answer.json()

    def _ask(self, code):
        return self._post("ask", {"code": code})[1]

    def _cast(self, code, ticks=None, comments=()):
        ticks = self._ticks(self.rating) if ticks is None else ticks
        return self._post("cast", {"code": code, "ticks": ticks, "comments": list(comments)})[1]

    # === THE PAGE === #

    def test_page_is_light_and_whole(self):
        answer = self.url_open("/perf/ballot", headers={"Accept-Language": "en-US"})
        self.assertEqual(answer.status_code, 200)
        self.assertLess(len(answer.content), LIMIT)
        page = answer.text
        self.assertTrue(page.startswith("<!DOCTYPE html>"))
        self.assertFalse(re.findall(r"(?:src|href)=\"(?!data:)[^\"]+\"|@import|url\(", page), "nothing to fetch")
        self.assertNotIn("/web/assets", page)

    def test_page_is_kept_by_nobody_and_runs_nothing_else(self):
        headers = self.url_open("/perf/ballot").headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", headers["X-Robots-Tag"])
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertNotIn("Set-Cookie", headers)
        nonces = {self.url_open("/perf/ballot").headers["Content-Security-Policy"] for _turn in range(2)}
        self.assertEqual(len(nonces), 2, "the number of the script is another each time")

    def test_page_speaks_the_language_of_the_browser_else_chinese(self):
        self._speak_chinese()
        for asked, spoken in (("zh-CN,zh;q=0.9", "zh-CN"), ("zh-Hans", "zh-CN"), ("en-GB", "en-US"), ("fr", "zh-CN")):
            page = self.url_open("/perf/ballot", headers={"Accept-Language": asked}).text
            self.assertIn(f'<html lang="{spoken}">', page, asked)
        self.assertEqual(self.url_open("/perf/ballot", headers={"Accept-Language": "de"}).status_code, 200)

    def test_words_of_the_page_can_be_translated(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        view = self.env.ref("perf_appraisal.ballot_page")
        terms, _kind = view.get_field_translations("arch_db", ["zh_CN"])
        sources = {term["source"] for term in terms}
        self.assertLessEqual({"Show Me the Ballot", "Send", "Thank you", "Write a comment"}, sources)
        view.update_field_translations("arch_db", {"zh_CN": {"Show Me the Ballot": "开始"}})
        self.assertIn(">开始</button>", self.url_open("/perf/ballot", headers={"Accept-Language": "zh-CN"}).text)

    def test_script_is_known_to_old_phones(self):
        script = (Path(__file__).parents[3] / "static/ballot/ballot.js").read_text()
        self.assertFalse(re.findall(r"=>|`|\b(?:let|const|class|async|await)\b (?=\w)", script))

    # === ASKING === #

    def test_code_is_asked_however_it_is_typed(self):
        for typed in (self.code, self.code.lower(), f"{self.code[:5]}-{self.code[5:10]}-{self.code[10:]}"):
            found = self._ask(typed)
            self.assertEqual(found["title"], self.rating.name)
            self.assertEqual([one["name"] for one in found["dimensions"]], ["Attitude", "Effect"])
            self.assertEqual(len(found["rated"]), 2)

    def test_unknown_code_is_told_so(self):
        for code in ("AAAAABBBBBCCC", "", "x" * 5000, None, 7, ["A"], {"a": 1}):
            self.assertEqual(self._ask(code)["problem"], "unknown", code)

    def test_code_in_a_query_is_not_looked_at(self):
        answer = self._post(f"ask?code={self.code}", {})[1]
        self.assertEqual(answer["problem"], "unknown")

    def test_rating_that_has_not_begun_or_is_over_says_so(self):
        today = self.rating.date_start
        for start, end, problem in ((1, 2, "early"), (-2, -1, "over")):
            days = {"date_start": today + timedelta(start), "date_end": today + timedelta(end)}
            self.rating._unlocked().write(days)
            self.assertEqual(self._ask(self.code)["problem"], problem)
            self.assertEqual(self._cast(self.code)["problem"], problem)
        self.assertFalse(self._waiting(self.group))

    # === CASTING === #

    def test_ballot_counts_once(self):
        self.assertEqual(self._cast(self.code), {})
        self.assertEqual(self._cast(self.code)["problem"], "used")
        self.assertEqual(self._ask(self.code)["problem"], "used")
        (kept,) = self._waiting(self.group)
        self.assertEqual(sorted(kept["ticks"]), sorted(self._ticks(self.rating)))

    def test_question_left_out_leaves_the_code_unused(self):
        ticks = self._ticks(self.rating)
        answer = self._cast(self.code, ticks[1:])
        self.assertEqual(answer["missing"], [ticks[0][:2]])
        self.assertFalse(self._waiting(self.group))
        self.assertEqual(self._cast(self.code, ticks), {})

    def test_ticks_of_the_wrong_type_are_no_answers(self):
        ticks = self._ticks(self.rating)
        wrong = (
            None,
            7,
            "x",
            {},
            [None],
            [[1]],
            [[True, True, True]],
            [["1", "2", "3"]],
            [[2**70, 1, 1]],
            [[[], {}, 1]],
        )
        for given in wrong:
            self.assertEqual(self._cast(self.code, given or {})["problem"], "missing", given)
        self.assertEqual(self._cast(self.code, ticks, comments=[[0], 7, [0, 7], ["0", "x"], [2**70, "x"]]), {})
        self.assertEqual([kept["comments"] for kept in self._waiting(self.group)], [[]])

    def test_comments_of_any_letters_are_kept(self):
        rated = self.rating.appraisee_ids[0].id
        comments = [[rated, "好\x00的"], [0, "half a smile \ud83d"], [0, "字" * 600], [0, " \n "]]
        self.assertEqual(self._cast(self.code, comments=comments), {})
        (kept,) = self._waiting(self.group)
        self.assertEqual(kept["comments"], [[rated, "好的"], [0, "half a smile"], [0, "字" * 500]])

    def test_what_is_no_ballot_is_refused_with_a_sentence(self):
        for body in (" ", "{", "[]", '"x"', "[" * 100000, b"\xff\xfe\x00", "1" * 5000):
            status, answer = self._post("cast", body)
            self.assertEqual((status, answer["problem"]), (400, "garbled"))
            self.assertTrue(answer["text"])
        status, answer = self._post("cast", {"code": self.code, "comments": [[0, "x" * 600_000]]})
        self.assertEqual((status, answer["problem"]), (400, "large"))
        pieces = (b" " * 60_000 for _place in range(10))  # sent without saying how much it will be
        answer = self.url_open("/perf/ballot/cast", data=pieces)
        self.assertEqual((answer.status_code, answer.json()["problem"]), (400, "large"))
        self.assertFalse(self._waiting(self.group))

    def test_server_error_leaves_the_code_unused(self):
        def fail(*_args):
            raise RuntimeError("on purpose")

        keep = type(self.env["perf.rating.pending"])._keep
        with (
            patch.object(type(self.env["perf.rating.pending"]), "_keep", lambda *args: (keep(*args), fail())),
            mute_logger("odoo.http"),
        ):
            answer = self.url_open(
                "/perf/ballot/cast", data=json.dumps({"code": self.code, "ticks": self._ticks(self.rating)})
            )
        self.assertEqual(answer.status_code, 500)
        self.assertFalse(self._waiting(self.group))
        self.assertEqual(self._cast(self.code), {})

    def test_statement_that_may_fail_does_not_hold_the_answers(self):
        """PostgreSQL writes statements that fail into its log: of two ballots at once the second does."""
        queries = []
        execute = Cursor.execute

        def recorded(cr, query, params=None, **options):
            queries.append(cr.mogrify(query, params).decode())
            return execute(cr, query, params, **options)

        with patch.object(Cursor, "execute", recorded):
            self.assertEqual(self._cast(self.code, comments=[[0, "a word"]]), {})
        (insert,) = (query for query in queries if "INSERT INTO perf_rating_pending" in query)
        self.assertNotIn("ticks", insert)
        self.assertNotIn("a word", insert)
        self.assertEqual([kept["comments"] for kept in self._waiting(self.group)], [[[0, "a word"]]])

    def test_question_is_not_answered_by_a_link(self):
        with mute_logger("odoo.http"):
            for what in ("ask", "cast"):
                self.assertEqual(self.url_open(f"/perf/ballot/{what}").status_code, 405)

    # === WHOEVER IS LOGGED IN === #

    def _traces(self, session):
        """Return all that is kept of whoever is logged in: device log, and the file of his session."""
        logs = self.env["res.device.log"].sudo().search_read([], ["user_id", "last_activity"], order="id")
        path = Path(http.root.session_store.get_session_filename(session.sid))
        return logs, path.read_bytes(), path.stat().st_mtime_ns

    def test_nothing_is_kept_of_whoever_is_logged_in(self):
        session = self.authenticate("staff", "staffxxx")
        session["_trace_disable"] = False  # tests set it
        session["_trace"] = []  # as of somebody whose device is to be written down by the next request
        session["create_time"] = 0  # and whose session is due to be given another name
        http.root.session_store.save(session)
        before = self._traces(session)
        self.assertEqual(self.url_open("/perf/ballot").status_code, 200)
        self.assertEqual(self._ask(self.code)["title"], self.rating.name)
        self.assertEqual(self._cast(self.code), {})
        self.assertEqual(self._cast("nothing")["problem"], "unknown")
        self.assertEqual(self._traces(session), before)
        self.assertEqual(len(self._waiting(self.group)), 1)
        with mute_logger("odoo.addons.base.models.res_device"):
            self.url_open("/odoo")
        self.assertNotEqual(self._traces(session)[0], before[0], "elsewhere his device is written down")

    def test_whoever_is_logged_in_is_asked_as_everybody(self):
        found = self._ask(self.code)
        for login in ("staff", "office"):
            self.authenticate(login, login.ljust(8, "x"))
            self.assertEqual(self._ask(self.code), found)
