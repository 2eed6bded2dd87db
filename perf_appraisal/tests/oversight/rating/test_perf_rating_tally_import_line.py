from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...campaign import CampaignCase


@tagged("post_install", "-at_install")
class TestPerfRatingTallyImportLine(CampaignCase):
    """A row of the dialog says why it cannot be entered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dialog = cls.env["perf.rating.tally.import"].with_user(cls.office).create({"tally_id": cls._tally().id})

    def _line(self, user=None, **values):
        values = {"import_id": self.dialog.id, "row_number": 2, "rated_text": "Nowhere", **values}
        return self.env["perf.rating.tally.import.line"].with_user(user or self.office).create(values)

    def test_each_row_says_what_is_missing(self):
        person = self.sheet.appraisee_id
        rows = (
            ({}, "“Nowhere” is none of those who are rated"),
            ({"near": "East Township"}, "Perhaps: East Township"),
            ({"appraisee_id": person.id}, "The group does not rate"),
            ({"appraisee_id": self.units[0].id, "unread": "Good: many"}, "Not a number: Good: many"),
        )
        for number, (values, sentence) in enumerate(rows, 2):
            with self.subTest(sentence=sentence):
                self.assertIn(sentence, self._line(row_number=number, **values).problem)

    def test_a_unit_that_stands_in_two_rows_is_said(self):
        first = self._line(row_number=2, appraisee_id=self.units[0].id)
        again = self._line(row_number=3, appraisee_id=self.units[0].id)
        self.assertFalse(first.problem)
        self.assertEqual(again.problem, "It stands in row 2 already.")

    def test_only_whom_the_group_rates_is_offered(self):
        self.assertEqual(self._line().rated_ids, self.units)

    def test_rows_are_their_own(self):
        line = self._line()
        for user in (self.office2, self.auditor, self.staff):
            with self.assertRefused(AccessError):
                line.with_user(user).appraisee_id = self.units[0]
        line.appraisee_id = self.units[0]
        self.assertFalse(line.problem)
