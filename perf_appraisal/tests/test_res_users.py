from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PerfCommon


@tagged("post_install", "-at_install")
class TestResUsers(PerfCommon):
    """Whoever is named in documents of the appraisal is archived, never deleted."""

    def _without_employee(self, user):
        user.employee_ids.write({"user_id": False})
        return user

    def test_every_column_holds_on_to_who_signed(self):
        """Those that follow from others, and what is kept for one person, go with him; who objects is not told."""
        going = set()
        for name, model in self.env.registry.items():
            if not name.startswith("perf.") or model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                signs = field.type == "many2one" and field.comodel_name == "res.users" and field.store
                if signs and field.name not in ("create_uid", "write_uid") and field.ondelete != "restrict":
                    going.add(f"{name}.{field.name}")
        self.assertEqual(going, {"perf.reminder.user_id", "perf.objector.user_id"})

    def test_who_signed_a_sheet_stays(self):
        self._confirm(self.sheet)
        clerk = self._create_user("clerk", self.other)
        self.sheets["colleague"].sudo()._unlocked().write({"filler_ids": [(4, clerk.id)]})
        for user in (self.staff, self.deputy, self.office, clerk):
            self._without_employee(user)
            with self.subTest(user.login), self.assertRefused(UserError, "Archive instead"):
                user.unlink()
        self.assertEqual(self.sheet.reviewed_by_id, self.deputy)
        self.office.active = False
        self.assertEqual(self.sheet.confirmed_by_id, self.office)

    def test_who_signed_nothing_goes(self):
        """Rights that follow from the organisation, and reminders, go with the account."""
        clerk = self._without_employee(self._create_user("clerk", self.other))
        self.other.flush_recordset()
        clerk.unlink()
        self.assertFalse(clerk.exists())

    def test_people_and_departments_that_documents_name_stay(self):
        for records in (
            self.staff.employee_id,
            self.deputy.employee_id,
            self.head.employee_id,
            self.township,
            self.section,
        ):
            with self.subTest(records.name), self.assertRefused(UserError, "Archive instead"):
                records.unlink()
        person = self.env["hr.employee"].create({"name": "Somebody", "department_id": self.section.id})
        department = self.env["hr.department"].create({"name": "Somewhere"})
        (person | person.browse()).unlink()
        department.unlink()
        self.assertFalse(person.exists() or department.exists())
