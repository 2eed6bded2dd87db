"""Who objects: known to himself and to the handler."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...notices import AppealCase


@tagged("post_install", "-at_install")
class TestPerfObjector(AppealCase):
    """Nothing tells who objected, but to whoever handles it."""

    def test_the_handler_alone_reads_who_objects(self):
        appeal = self._object(self.stranger)
        objector = self.env["perf.objector"].sudo().search([("appeal_id", "=", appeal.id)])
        self.assertEqual(objector.user_id, self.stranger)
        for user in (self.office, self.office2, self.admin, self.auditor, self.head, self.staff):
            self._assert_unknown(objector, appeal, user)
        appeal.with_user(self.office).action_accept()
        self.env.invalidate_all()
        self.assertEqual(appeal.with_user(self.office).objector_name, self.stranger.name)
        self.assertEqual(objector.with_user(self.office).read(["name"])[0]["name"], self.stranger.name)
        for user in (self.office2, self.admin, self.auditor, self.head, self.staff):
            self._assert_unknown(objector, appeal, user)

    def _assert_unknown(self, objector, appeal, user):
        self.env.invalidate_all()
        records = self.env["perf.objector"].with_user(user)
        self.assertFalse(records.search([]), user.login)
        self.assertFalse(records.name_search("stranger"), user.login)
        with self.assertRaises(AccessError):
            objector.with_user(user).read(["name", "user_id"])
        appeals = self.env["perf.appeal"].with_user(user)
        with self.assertRaises(AccessError):
            appeals.search([("objector_ids.user_id", "=", self.stranger.id)])
        with self.assertRaises(AccessError):
            appeals.search([("objector_ids.name", "ilike", "stranger")])
        if appeals.search([("id", "=", appeal.id)]):
            self.assertFalse(appeal.with_user(user).objector_name)
            self.assertFalse(appeal.with_user(user).objector_phone)
            with self.assertRaises(AccessError):
                appeal.with_user(user).read(["objector_ids"])
            self.assertNotIn(self.stranger.name, str(appeal.with_user(user).read()))

    def test_no_column_and_no_message_tells_who_made_it(self):
        appeal = self._object(self.stranger)
        for model in ("perf.appeal", "perf.objector"):
            self.assertFalse({"create_uid", "write_uid", "message_ids"} & set(self.env[model]._fields), model)
        self.assertRegex(appeal.display_name, r"^A\d{4}-\d{5}$")
        said = self.env["mail.message"].sudo().search([("model", "=", "perf.appeal"), ("res_id", "=", appeal.id)])
        self.assertFalse(said)

    def test_nobody_changes_who_objects(self):
        appeal = self._object(self.stranger)
        objector = self.env["perf.objector"].sudo().search([("appeal_id", "=", appeal.id)])
        appeal.with_user(self.office).action_accept()
        for user in (self.stranger, self.office, self.admin):
            with self.assertRaises(UserError):
                objector.with_user(user).write({"name": "Somebody"})
            with self.assertRaises(UserError):
                objector.with_user(user).unlink()
            with self.assertRaises(UserError):
                self.env["perf.objector"].with_user(user).create({"appeal_id": appeal.id, "user_id": user.id})
            with self.assertRaises(UserError):
                appeal.with_user(user).write({"objector_name": "Somebody"})

    def test_deleting_an_account_tells_nothing(self):
        user = self._create_user("objector", self.other)
        appeal = self._object(user)
        self._take_up(appeal)
        user.employee_ids.write({"user_id": False})
        user.unlink()
        self.env.invalidate_all()
        self.assertEqual(appeal.with_user(self.office).objector_name, "Objector")

    def test_everybody_else_objects_in_his_own_name(self):
        line = self._line_of(self.notice, self.east).with_user(self.stranger)
        appeal = self.env["perf.appeal"].with_user(self.stranger).browse(line.action_object()["res_id"])
        appeal.write({"objector_name": self.other_head.name, "objector_phone": "555-0101"})
        self.env.invalidate_all()
        self.assertEqual((appeal.objector_name, appeal.objector_phone), (self.stranger.name, "555-0101"))

    def test_the_office_enters_the_name_of_a_citizen(self):
        line = self._line_of(self.notice, self.east).with_user(self.office)
        appeal = self.env["perf.appeal"].with_user(self.office).browse(line.action_object()["res_id"])
        appeal.write({"asked": "Lower", "facts": "The road is not built."})
        with self.assertRaisesRegex(UserError, "by name"):
            appeal.action_submit()
        appeal.write({"objector_name": "Villager Lee", "objector_phone": "555-0100"})
        appeal.action_submit()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "you handed it in"):
            appeal.action_accept()
        appeal.with_user(self.office2).action_accept()
        self.env.invalidate_all()
        self.assertEqual(appeal.with_user(self.office2).objector_name, "Villager Lee")
        self.assertFalse(appeal.with_user(self.admin).objector_name)
