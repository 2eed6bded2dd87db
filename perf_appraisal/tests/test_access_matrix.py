from odoo.tests import Form, tagged

from .common import PerfCommon

#: Everything that the module declares. Rows: models. Columns: roles. c create, r read, w write, u unlink.
#: This is what the access rows grant at all; which records, and when, is what the rules say. See also
#: ``test_perf_appraisal_privacy`` and ``test_perf_appraisal_line``.
MATRIX = """
                               staff  leader office admin  auditor hr
perf.category                  -r--   -r--   crwu   crwu   -r--    -r--
perf.scheme                    -r--   -r--   crw-   crwu   -r--    -r--
perf.grade                     -r--   -r--   crwu   crwu   -r--    -r--
perf.grade.condition           -r--   -r--   crwu   crwu   -r--    -r--
perf.scheme.component          -r--   -r--   crwu   crwu   -r--    -r--
perf.rank                      -r--   -r--   -r--   -r--   -r--    crwu
perf.no_grade.reason           -r--   -r--   crwu   crwu   -r--    -r--
perf.sanction                  -r--   -r--   -r--   -r--   -r--    crwu
perf.official.day              -r--   -r--   crwu   crwu   -r--    -r--
perf.cycle                     -r--   -r--   -r--   crwu   -r--    -r--
perf.period                    -r--   -r--   -rw-   -rw-   -r--    -r--
perf.indicator.section         -r--   -r--   crwu   crwu   -r--    -r--
perf.import.memory             ----   ----   crwu   crwu   ----    ----
perf.indicator                 -r--   -r--   crwu   crwu   -r--    -r--
perf.indicator.rule            -r--   -r--   crwu   crwu   -r--    -r--
perf.indicator.level           -r--   -r--   crwu   crwu   -r--    -r--
perf.print                     -r-u   -r-u   -r-u   -r-u   -r-u    -r-u
perf.batch                     ----   ----   -rw-   -rw-   -r--    ----
perf.batch.line                ----   ----   -r--   -r--   -r--    ----
perf.appraisee                 -r--   -r--   crwu   crwu   -r--    -r--
perf.plan                      crwu   crwu   crwu   crwu   crwu    crwu
perf.plan.line                 crwu   crwu   crwu   crwu   crwu    crwu
perf.superior.indicator        -r--   -r--   crwu   crwu   -r--    -r--
perf.superior.progress         -r--   -r--   -r--   -r--   -r--    -r--
perf.appraisal                 -rw-   -rw-   -rw-   -rw-   -rw-    -rw-
perf.appraisal.line            -rw-   -rw-   -rw-   -rw-   -rw-    -rw-
perf.claim                     crwu   crwu   crwu   crwu   crwu    crwu
perf.standin                   -rwu   crwu   crwu   crwu   -rwu    -rwu
perf.leadership                -r--   -r--   -r--   -r--   -r--    -r--
perf.work.log                  crwu   crwu   crwu   crwu   crwu    crwu
perf.score.change              -r--   -r--   -r--   -r--   -r--    -r--
perf.review.note               crwu   crwu   crwu   crwu   crwu    crwu
perf.extension                 -r--   -r--   crw-   crw-   -r--    -r--
perf.summary                   crw-   crw-   crw-   crw-   crw-    crw-
perf.reminder                  -r--   -r--   -r--   -r--   -r--    -r--
perf.score.entry               ----   ----   -r--   -r--   -r--    ----
perf.team                      -r--   -r--   crwu   crwu   -r--    -r--
perf.checklist                 -r--   -r--   crwu   crwu   -r--    -r--
perf.checklist.item            -r--   -r--   crwu   crwu   -r--    -r--
perf.inspection                -r--   -r--   crwu   crwu   -r--    -r--
perf.inspection.item           -r--   -r--   crwu   crwu   -r--    -r--
perf.inspection.attendance     -r--   -r--   crwu   crwu   -r--    -r--
perf.finding                   -r--   -r--   crwu   crwu   -r--    -r--
perf.rectification             crwu   crwu   crwu   crwu   crwu    crwu
perf.ticket                    crwu   crwu   crwu   crwu   crwu    crwu
perf.ticket.reply              crwu   crwu   crwu   crwu   crwu    crwu
perf.adjustment                crwu   crwu   crwu   crwu   crwu    crwu
perf.rating.type               -r--   -r--   crwu   crwu   -r--    -r--
perf.rating.choice             -r--   -r--   crwu   crwu   -r--    -r--
perf.rating.dimension          -r--   -r--   crwu   crwu   -r--    -r--
perf.rating                    -r--   -r--   crwu   crwu   -r--    -r--
perf.rating.group              -r--   -r--   crwu   crwu   -r--    -r--
perf.rating.change             ----   ----   -r--   -r--   -r--    ----
perf.rating.tally              ----   ----   crwu   crwu   -r--    ----
perf.rating.tally.line         ----   ----   crwu   crwu   -r--    ----
perf.rating.comment            ----   ----   -rw-   -rw-   -r--    ----
perf.rating.score              -r--   -r--   -r--   -r--   -r--    -r--
perf.result                    -r--   -r--   -r--   -r--   -r--    -r--
perf.later.change              ----   ----   -r--   -r--   -r--    ----
perf.result.line               -r--   -r--   -r--   -r--   -r--    -r--
perf.calibration               ----   ----   crwu   crwu   -r--    ----
perf.result.shift              -r--   -r--   -r--   -r--   -r--    -r--
perf.rating.ballot             ----   ----   ----   ----   ----    ----
perf.rating.pending            ----   ----   ----   ----   ----    ----
perf.rating.answer             ----   ----   ----   ----   ----    ----
perf.draw                      ----   ----   crwu   crwu   -r--    ----
perf.draw.line                 ----   ----   -r--   -r--   -r--    ----
perf.reviewer.change           crwu   crwu   crwu   crwu   crwu    crwu
perf.reason.wizard             crwu   crwu   crwu   crwu   crwu    crwu
perf.signed.copy               crwu   crwu   crwu   crwu   crwu    crwu
perf.plan.dispatch             ----   ----   crwu   crwu   ----    ----
perf.ticket.order              ----   ----   crwu   crwu   ----    ----
perf.rating.code               ----   ----   crwu   crwu   ----    ----
perf.rating.code.line          ----   ----   crwu   crwu   ----    ----
perf.unit.successor            ----   ----   crwu   crwu   ----    ----
perf.unit.setup                ----   ----   crwu   crwu   ----    ----
perf.scheme.setup              ----   ----   crwu   crwu   ----    ----
perf.scheme.setup.component    ----   ----   crwu   crwu   ----    ----
perf.scheme.setup.grade        ----   ----   crwu   crwu   ----    ----
perf.category.setup            ----   ----   crwu   crwu   ----    ----
perf.grid.import               crwu   crwu   crwu   crwu   crwu    crwu
perf.grid.import.line          crwu   crwu   crwu   crwu   crwu    crwu
perf.indicator.import          ----   ----   crwu   crwu   ----    ----
perf.indicator.import.column   ----   ----   crwu   crwu   ----    ----
perf.indicator.import.line     ----   ----   crwu   crwu   ----    ----
perf.indicator.import.unit     ----   ----   crwu   crwu   ----    ----
perf.plan.hand.down            crwu   crwu   crwu   crwu   crwu    crwu
perf.plan.hand.down.line       crwu   crwu   crwu   crwu   crwu    crwu
perf.plan.merge                crwu   crwu   crwu   crwu   crwu    crwu
perf.superior.indicator.take   crwu   crwu   crwu   crwu   crwu    crwu
perf.superior.indicator.import ----   ----   crwu   crwu   ----    ----
perf.superior.indicator.import.line ----   ----   crwu   crwu   ----    ----
perf.adjustment.import         crwu   crwu   crwu   crwu   crwu    crwu
perf.adjustment.import.line    crwu   crwu   crwu   crwu   crwu    crwu
perf.rating.group.change       ----   ----   crwu   crwu   ----    ----
perf.rating.tally.import       ----   ----   crwu   crwu   ----    ----
perf.rating.tally.import.line  ----   ----   crwu   crwu   ----    ----
perf.notice                    -r--   -r--   crwu   crwu   -r--    -r--
perf.notice.line               -r--   -r--   -r--   -r--   -r--    -r--
perf.appeal                    -rwu   -rwu   -rwu   -rwu   -rwu    -rwu
perf.objector                  -r--   -r--   -r--   -r--   -r--    -r--
"""

#: The same for records: what each role may do with one record of another section's person, in the state named.
#: ``own`` is the person, ``review`` the reviewer, ``head`` the head of the unit, ``group`` the appraisal group.
RECORDS = """
                               own    colleague review head   group  stranger office admin  auditor hr
perf.appraisal        draft    -rw-   ----      -r--   -r--   -rw-   ----     -r--   -r--   -r--    ----
perf.appraisal.line   draft    -rw-   ----      -r--   -r--   -rw-   ----     -r--   -r--   -r--    ----
perf.claim            draft    crwu   ----      -r--   -r--   crwu   ----     -r--   -r--   -r--    ----
perf.appraisal        self     -r--   ----      -rw-   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.appraisal.line   self     -r--   ----      -rw-   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.claim            self     -r--   ----      crw-   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.appraisal        reviewed -r--   ----      -r--   -r--   -r--   ----     -rw-   -rw-   -r--    ----
perf.appraisal.line   reviewed -r--   ----      -r--   -r--   -r--   ----     -rw-   -rw-   -r--    ----
perf.claim            reviewed -r--   ----      -r--   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.appraisal        confirm  -r--   ----      -r--   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.appraisal.line   confirm  -r--   ----      -r--   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.claim            confirm  -r--   ----      -r--   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.score.change     confirm  -r--   ----      -r--   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.score.entry      confirm  ----   ----      ----   ----   ----   ----     -r--   -r--   -r--    ----
perf.appraisee        any      -r--   ----      -r--   -r--   -r--   ----     crwu   crwu   -r--    ----
perf.plan             approved -r--   ----      -r--   -r--   -r--   ----     -r--   -r--   -r--    ----
perf.plan.line        approved -r--   ----      -r--   -r--   -r--   ----     -r--   -r--   -r--    ----
"""
OPERATIONS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}


def rows(table):
    """Return the columns' names, and for each row its name and cells."""
    head, *body = [line.split() for line in table.strip().splitlines()]
    return head, [(row[: -len(head)], dict(zip(head, row[-len(head) :], strict=True))) for row in body]


def rights(records):
    """Return what the user of the records may do with them, as in the tables."""
    return "".join(letter if records.has_access(name) else "-" for letter, name in OPERATIONS.items())


@tagged("post_install", "-at_install")
class TestAccessMatrix(PerfCommon):
    def test_access_rows_grant_what_the_table_says(self):
        head, body = rows(MATRIX)
        users = {name: getattr(self, "head" if name == "leader" else name) for name in head}
        for (model,), cells in body:
            found = {name: rights(self.env[model].with_user(users[name])) for name in head}
            self.assertEqual(found, cells, model)

    def test_the_table_is_complete(self):
        declared = set(
            self.env["ir.model"].search([("model", "=like", "perf.%"), ("abstract", "=", False)]).mapped("model")
        )
        self.assertEqual({model for (model,), _cells in rows(MATRIX)[1]}, declared)

    def test_a_new_record_can_be_saved_from_its_form(self):
        """What the guard refuses must be read only in the form: the browser sends every other field of a new one."""
        looked_at = set()
        for (model,), cells in rows(MATRIX)[1]:
            records = self.env[model].with_user(self.admin)
            if not hasattr(records, "_guarded_fields") or "c" not in cells["admin"]:
                continue
            form = Form(records)
            names = records._guarded_names().intersection(form._view["fields"])
            sent = {name for name in names if not form._get_modifier(name, "readonly")}
            self.assertFalse(sent - {name for name in names if records._fields[name].readonly}, model)
            looked_at.add(model)
        self.assertGreaterEqual(looked_at, {"perf.cycle", "perf.plan", "perf.standin", "perf.summary"})

    def test_a_dialog_is_its_user_s_alone(self):
        for model in self.env["ir.model"].search([("model", "=like", "perf.%"), ("transient", "=", True)]):
            rules = model.rule_ids.filtered(lambda rule: not rule.groups)
            self.assertEqual(rules.mapped("domain_force"), ["[('create_uid', '=', user.id)]"], model.model)
            for name in OPERATIONS.values():
                self.assertTrue(rules[f"perm_{name}"], model.model)

    def test_nobody_without_an_account_has_any_right(self):
        portal = self._create_user("portal_guest", self.county, groups="base.group_portal")
        for (model,), _cells in rows(MATRIX)[1]:
            for user in (portal, self.env.ref("base.public_user")):
                self.assertEqual(rights(self.env[model].with_user(user)), "----", model)

    def test_rules_grant_what_the_table_says(self):
        head, body = rows(RECORDS)
        logins = {"own": "staff", "review": "deputy", "group": "coordinator"}
        users = {name: getattr(self, logins.get(name, name)) for name in head}
        own = {"scope": "employee", "unit_id": self.township.id, "employee_id": self.staff.employee_id.id}
        plan = self._create_plan(self.indicators, **own)
        self.claim = self._claim(self.staff, self._line(self.sheet, self.judged), "Praise")
        records = {
            "perf.appraisal": lambda: self.sheet,
            "perf.appraisal.line": lambda: self.sheet.line_ids[0],
            "perf.claim": lambda: self.claim,
            "perf.score.change": lambda: self.sheet.change_ids[0],
            "perf.score.entry": lambda: self.env["perf.score.entry"].search([("res_id", "=", self.sheet.id)])[0],
            "perf.appraisee": lambda: self.sheet.appraisee_id,
            "perf.plan": lambda: plan,
            "perf.plan.line": lambda: plan.line_ids[0],
        }
        steps = {"self": self._hand_in, "reviewed": self._finish_review, "confirm": self._seal}
        for (model, state), cells in body:
            if state in steps:
                steps.pop(state)()
            self.env.flush_all()
            found = {name: rights(records[model]().with_user(user)) for name, user in users.items()}
            self.assertEqual(found, cells, f"{model} {state}")

    def _hand_in(self):
        self._submit(self.sheet)
        line = self._line(self.sheet, self.judged).with_user(self.deputy)
        line.write({"review_value": 15, "review_reason": "Open tasks."})

    def _finish_review(self):
        self.sheet.with_user(self.deputy).action_review()

    def _seal(self):
        self.sheet.with_user(self.office2).action_confirm()
