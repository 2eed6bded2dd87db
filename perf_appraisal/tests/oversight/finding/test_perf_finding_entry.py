from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfFindingEntry(SpotCase):
    """What is saved a second time, because nobody knows whether it arrived, is there once."""

    KEY = "8f0b1c2d3e4f5a6b"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._start(cls)

    def _photo(self, user=None):
        return self._create_attachment(user or self.inspector, name="counter.txt")

    def _save(self, user=None, inspection=None, **values):
        """Save a finding as its form does."""
        inspection = self.inspection if inspection is None else inspection
        values = {"inspection_id": inspection.id, "entry_key": self.KEY, "facts": "Nobody there", **values}
        return self.env["perf.finding"].with_user(user or self.inspector).web_save(values, {"id": {}})[0]["id"]

    def test_saved_again_with_a_second_photograph_it_is_one_finding_with_two(self):
        first, second = self._photo(), self._photo()
        made = self._save(evidence_ids=[Command.link(first.id)])
        again = self._save(facts="Nobody there at nine", evidence_ids=[Command.link(first.id), Command.link(second.id)])
        self.assertEqual(made, again)
        finding = self.inspection.finding_ids
        self.assertEqual((finding.id, finding.facts), (made, "Nobody there at nine"))
        self.assertEqual(finding.evidence_ids, first + second)
        self.assertEqual(set(finding.evidence_ids.mapped("res_id")), {made})

    def test_so_it_is_when_it_comes_with_its_inspection(self):
        values = {"entry_key": self.KEY, "facts": "Nobody there"}
        for facts in ("Nobody there", "Nobody there at nine"):
            command = Command.create({**values, "facts": facts})
            self.inspection.with_user(self.inspector).write({"finding_ids": [command, Command.create({"facts": "x"})]})
        self.assertEqual(
            sorted(self.inspection.finding_ids.mapped("facts")),
            ["Nobody there at nine", "x", "x"],
            "without a key: new",
        )

    def test_a_key_counts_for_its_user_and_inspection_alone(self):
        other = self._start(self._create_inspection(unit_id=self.other.id))
        made = {self._save(), self._save(self.inspector2), self._save(inspection=other)}
        self.assertEqual(len(made), 3)
        self.assertEqual(len(self.inspection.finding_ids), 2)

    def test_what_was_issued_meanwhile_is_not_rewritten(self):
        made = self._save()
        self._issue()
        with self.assertRefused(UserError, "cannot be changed now"):
            self._save(facts="Everybody there")
        self.assertEqual(self.env["perf.finding"].browse(made).facts, "Nobody there")

    def test_a_key_is_given_once(self):
        finding = self.env["perf.finding"].browse(self._save()).with_user(self.inspector)
        with self.assertRefused(UserError):
            finding.entry_key = "another"
        self.assertFalse(finding.copy_data()[0].get("entry_key"))
