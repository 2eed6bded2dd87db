from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...poll import BEST, PollCase
from ...screens import Screen


@tagged("post_install", "-at_install")
class TestPerfRatingReport(PollCase):
    """The papers of a rating: its protocol, and what people wrote with what was done."""

    def _papers(self, name="report_perf_rating", user=None, ratings=None):
        report = self.env[f"report.perf_appraisal.{name}"].with_user(user or self.office)
        return report._get_report_values((ratings or self.rating).ids)["sheets"]

    def _tables(self, paper):
        """Return the tables of a paper: ``{heading: rows of cells}``."""
        tables = [block for block in paper["blocks"] if block["kind"] == "table"]
        sections = [section for table in tables for section in table["sections"]]
        return {section["name"]: [row["cells"] for row in section["rows"]] for section in sections}

    def test_the_protocol_tells_groups_and_results(self):
        self._answer_all()
        self._close()
        (paper,) = self._papers()
        tables = self._tables(paper)
        groups = {row[0]: row for row in tables["Who Was Asked"]}
        self.assertEqual(groups["Staff"][1:3], ["Ballots on the Web", "3"])
        self.assertEqual((groups["Staff"][5], groups["Peers"][5], groups["Survey"][5]), ("8", "5", "–"))
        self.assertEqual({row[7] for row in groups.values()}, {"✓"})
        results = [[row[1], *row[3:]] for row in tables["Results"]]
        self.assertEqual(
            results,
            [
                [["West Township"], "85", "15", "–", "70", "100", "–"],
                [["East Township"], "83.2", "23", "84", "70", "100", "80"],
            ],
        )
        boxes = next(block for block in paper["blocks"] if block["kind"] == "boxes")["rows"]
        self.assertEqual([box["label"] for row in boxes for box in row][:2], ["Counted by", "Checked by"])
        self.assertIn("shared out", str(paper["blocks"]))
        self.assertNotIn("Changed after Opening", tables)

    def test_widths_fill_the_page(self):
        self._answer_all()
        self._close()
        self.rating.group_ids[0].with_user(self.office)
        for block in self._papers()[0]["blocks"]:
            if block["kind"] == "table":
                self.assertAlmostEqual(sum(column[1] for column in block["columns"]), 1508, delta=6)
        for block in self._papers("report_perf_rating_opinions")[0]["blocks"]:
            if block["kind"] == "table":
                self.assertEqual(sum(column[1] for column in block["columns"]), 968)

    def test_a_change_after_opening_stands_on_the_protocol(self):
        self.leader_group.action_change({"weight": 4.0}, reason="A slip of the pen")
        self._answer_all()
        self._close()
        (row,) = self._tables(self._papers()[0])["Changed after Opening"]
        self.assertEqual(row[:5], ["Leaders", "Weight", "2", "4", "A slip of the pen"])

    def test_the_protocol_tells_why_no_votes_came(self):
        self._vote(self.peer_group, [(BEST, BEST)] * 5)
        self._tally(self.survey, [], absent_reason="The institute never delivered.")
        self._close()
        (paper,) = self._papers()
        self.assertIn("Survey: The institute never delivered.", str(paper["blocks"]))

    def test_a_group_below_its_minimum_tells_no_number(self):
        self._vote(self.peer_group, [(BEST, BEST)] * 4)
        self._vote(self.staff_group, [(BEST, BEST)] * 5, self.township)
        self._close()
        tables = self._tables(self._papers()[0])
        peers = next(row for row in tables["Who Was Asked"] if row[0] == "Peers")
        self.assertEqual(peers[5:], ["–", "5", "below its minimum"])
        self.assertEqual([row[4] for row in tables["Results"]], ["5"])

    def test_who_prints_the_protocol(self):
        self._answer_all()
        with self.assertRefused(UserError, "not made for"):
            self._papers()
        self._close()
        for user in (self.office, self.auditor):
            self.assertTrue(self._papers(user=user))
        for user in (self.head, self.staff):
            for name in ("report_perf_rating", "report_perf_rating_opinions"):
                with self.assertRefused(AccessError):
                    self._papers(name, user)

    def test_many_protocols_are_printed_at_once(self):
        self._answer_all()
        second = self._create_rating(name="Second review")
        second.action_open()
        self._close(self.rating + second)
        self.assertEqual(len(self._papers(ratings=self.rating + second)), 2)

    def test_the_signed_protocol_is_kept(self):
        self._close()
        data = "JVBERi0xLjQK"  # %PDF-1.4
        self.rating.with_user(self.office).action_attach_signed_copy("protocol.pdf", data)
        self.assertTrue(self.rating.has_signed_copy)
        with self.assertRefused((AccessError, UserError)):
            self.rating.with_user(self.auditor).action_attach_signed_copy("protocol.pdf", data)

    def test_papers_are_offered_to_office_and_auditor(self):
        self._close()
        papers = {
            user: self.env["ir.actions.report"].browse(one["id"] for one in bindings.get("report", ()))
            for user in (self.office, self.auditor, self.head)
            for bindings in [self.env["ir.actions.actions"].with_user(user).get_bindings("perf.rating")]
        }
        self.assertEqual([len(papers[user]) for user in (self.office, self.auditor)], [3, 3])
        self.assertFalse(papers[self.head].mapped("report_name"), "a leader reads the results of his unit")

    def test_the_form_asks_for_the_signed_copy_until_it_is_there(self):
        self._close()
        asks = "//button[@name='action_ask_signed_copy']/../following-sibling::div[contains(., 'Print the protocol')]"
        self.assertTrue(Screen(self.rating.with_user(self.office)).shows(asks))
        self.rating.with_user(self.office).action_attach_signed_copy("protocol.pdf", "JVBERi0xLjQK")
        screen = Screen(self.rating.with_user(self.office))
        self.assertFalse(screen.shows(asks))
        self.assertTrue(screen.shows("//button[@name='action_ask_signed_copy']"), "a better scan may replace it")

    def test_only_what_the_office_published_is_printed_and_what_was_done(self):
        said = ["The counter is empty.", "Mr Test is rude.", "Thank you."]
        self._vote(self.staff_group, [(BEST, BEST)] * 5, self.township, said)
        self._close()
        comments = {one.text: one for one in self.rating.with_user(self.office).comment_ids}
        self.assertEqual(self._tables(self._papers("report_perf_rating_opinions")[0])[""], [])
        empty, rude, thanks = (comments[text] for text in said)
        (empty + thanks).action_publish_as_written()
        thanks.nothing_why = "Praise"
        action = empty.action_ask_units()
        order = self.env["perf.ticket.order"].with_user(self.office).with_context(**action["context"])
        ticket = self.env["perf.ticket"].search(order.create({"order_no": "9"}).action_give()["domain"])

        def rows():
            return {row[2][0]: row[3] for row in self._tables(self._papers("report_perf_rating_opinions")[0])[""]}

        self.assertEqual(rows(), {said[0]: "The unit is at work on it.", said[2]: "Praise"})
        ticket.with_user(self.head).action_accept()
        asked = ticket.with_user(self.head).action_answer()
        reply = self.env["perf.ticket.reply"].with_user(self.head).with_context(**asked["context"])
        reply.create({"text": "Two people sit there now."}).action_give()
        self.assertEqual(rows()[said[0]], ["Two people sit there now."])
        self.assertNotIn(rude.text, str(self._papers("report_perf_rating_opinions")))
