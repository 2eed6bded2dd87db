"""Whom a result concerns signs it, in the app or on paper."""

import json

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...results import ResultCase


@tagged("post_install", "-at_install")
class TestPerfResultSign(ResultCase):
    """Persons sign for themselves, units by their head or appraisal group, once, when it is on notice."""

    def setUp(self):
        super().setUp()
        for appraisee in self.clerk + self.east:
            self._post_months(appraisee, [96.0, 90.0, 93.0])
        self.mine = self._computed(self.q1, self.clerk)
        self.ours = self._result(self.q1, self.east)

    def _publish(self):
        (self.mine + self.ours).sudo()._unlocked().write({"state": "notice"})

    def test_nobody_signs_before_the_notice(self):
        with self.assertRefused(AccessError):
            self.mine.with_user(self.staff).action_acknowledge()

    def test_a_person_signs_for_himself_once(self):
        self._publish()
        for user in (self.deputy, self.head, self.office, self.auditor):
            with self.assertRefused(UserError, "whom it concerns signs it"):
                self.mine.with_user(user).action_acknowledge()
        with self.assertRefused(AccessError):
            self.mine.with_user(self.colleague).action_acknowledge()
        self.mine.with_user(self.staff).action_acknowledge(with_objection=True)
        self.assertEqual((self.mine.acknowledged, self.mine.acknowledged_by_id), ("with_objection", self.staff))
        with self.assertRefused(UserError, "once"):
            self.mine.with_user(self.staff).action_acknowledge()

    def test_the_button_of_an_objection_says_so_in_words_of_the_browser(self):
        """The browser drops ``args`` that are no JSON: the button would sign in full agreement."""
        self._publish()
        form = etree.fromstring(self.env["perf.result"].with_user(self.staff).get_view(view_type="form")["arch"])
        agree, object_ = form.iterfind(".//header/button[@name='action_acknowledge']")
        self.assertFalse(agree.get("args"))
        self.mine.with_user(self.staff).action_acknowledge(*json.loads(object_.get("args")))
        self.assertEqual(self.mine.acknowledged, "with_objection")

    def test_a_unit_signs_by_its_head_or_appraisal_group(self):
        self._publish()
        for user in (self.staff, self.other_head):
            with self.assertRefused((AccessError, UserError)):
                self.ours.with_user(user).action_acknowledge()
        self.ours.with_user(self.head).action_acknowledge()
        self.assertEqual(self.ours.acknowledged, "yes")

    def test_computing_anew_asks_for_a_new_signature(self):
        self._publish()
        self.mine.with_user(self.staff).action_acknowledge()
        self.mine.sudo()._unlocked().write({"state": "draft"})
        self.assertEqual(self._computed(self.q1, self.clerk).acknowledged, "no")

    def test_the_paper_writes_every_point_out(self):
        report = self.env["report.perf_appraisal.report_perf_result"]
        with self.assertRefused((AccessError, UserError)):
            report.with_user(self.office)._get_report_values(self.mine.ids)
        self._publish()
        (paper,) = report.with_user(self.staff)._get_report_values(self.mine.ids)["sheets"]
        self.assertIn(("Total Points", "93 / 100"), [cell[:2] for row in paper["head"] for cell in row])
        self.assertEqual(self.env["perf.result"]._fields["acknowledged"].string, "Signature")
        table = next(block for block in paper["blocks"] if block["kind"] == "table")
        self.assertEqual(sum(column[1] for column in table["columns"]), 968)
        cells = [row["cells"] for row in table["sections"][0]["rows"]]
        self.assertEqual(
            cells[0][-2:], ["(96.00 + 90.00 + 93.00) ÷ 3 = 93.00 %; 100 × 60 ÷ 60 × 93.00 % = 93.00", "93.00"]
        )
        self.assertIn(("Total Points", 4), table["total"])
        with self.assertRefused(AccessError):
            report.with_user(self.colleague)._get_report_values(self.mine.ids)
