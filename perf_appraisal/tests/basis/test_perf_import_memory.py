from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestPerfImportMemory(TransactionCase):
    """What a person said of a table is kept once, by the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = new_test_user(cls.env, "memory_office", groups="perf_appraisal.group_perf_office")
        cls.staff = new_test_user(cls.env, "memory_staff", groups="base.group_user")
        cls.memory = cls.env["perf.import.memory"].with_user(cls.office)

    def test_what_was_said_last_holds(self):
        company = self.env.company
        self.memory._remember("rule", company, [{"text": "酌情 打分", "rule_text": "0..5"}])
        self.memory._remember("rule", company, [{"text": "酌情打分", "rule_text": "-1/次"}])
        found = self.memory._recall("rule", company)
        self.assertEqual([memory.rule_text for memory in found.values()], ["-1/次"])
        self.assertFalse(self.memory._recall("unit", company))
        self.assertEqual(next(iter(found.values())).display_name, "酌情打分")

    def test_a_text_is_kept_once(self):
        self.memory.create({"kind": "unit", "text": "纪委"})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.memory.create({"kind": "unit", "text": " 纪 委 "})

    def test_only_the_office_sees_it(self):
        self.memory.create({"kind": "unit", "text": "纪委"})
        with self.assertRaises(AccessError):
            self.memory.with_user(self.staff).search([])
