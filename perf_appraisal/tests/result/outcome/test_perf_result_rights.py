"""No role changes a result, an entry, a notice or a grade past the buttons: each way is tried for each role."""

import re
from functools import partial

from odoo import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .... import const
from ...common import ADMIN, AUDITOR, HR, OFFICE
from ...laws import sources
from ...meeting import MeetingCase
from ...notices import AppealCase

#: What nobody writes at all, the superuser neither: only the buttons' own code does.
APPEND_ONLY = (
    *("perf.result", "perf.result.line", "perf.score.entry", "perf.notice.line", "perf.result.shift"),
    *("perf.objector",),
)

#: What may be written while it is a draft, and never again; what results rest on, once a cycle is open.
SEALED = ("perf.notice", "perf.calibration", "perf.appeal")
RULES = ("perf.grade", "perf.grade.condition", "perf.scheme.component")

#: Who tries: whose result it is, who objected, who leads; ``everything`` has all roles short of the server's
#: administrator.
ROLES = (
    *("staff", "stranger", "coordinator", "head", "chief"),
    *("hr", "auditor", "office", "admin", "everything"),
)

#: Columns that Odoo sets by itself.
MAGIC = frozenset({"id", "create_uid", "create_date", "write_uid", "write_date", "display_name"})

#: Type of a field → something that hardly stands in it.
ODD = {
    **dict.fromkeys(("char", "text", "html"), "Mine"),
    **dict.fromkeys(("float", "monetary"), 66.6),
    **dict.fromkeys(("integer", "many2one_reference"), 7),
    "date": "2001-01-01",
    "datetime": "2001-01-01 00:00:00",
    "binary": "JVBERi0xLjQ=",
    "json": {"mine": 1},
    "one2many": [Command.clear()],
    "many2many": [Command.clear()],
}

#: A name that the module's code reads in the context.
READ = re.compile(r"""context(?:\.get\(|\[)\s*["'](\w+)["']""")


@tagged("post_install", "-at_install")
class TestPerfResultRights(MeetingCase, AppealCase):
    """Of last year the first quarter is final after an objection, the second on notice, the year decided by a meeting.

    Whatever the answer to an attempt is, what stands in the database is the same afterwards.
    """

    @classmethod
    def _fill_quarter(cls):
        """Post a month of two quarters to units and people, and compute the first."""
        for number in (1, 4):
            for place, appraisee in enumerate(cls.units + cls.people):
                cls._post_months(appraisee, [95.0 - 2 * place], first=number)
        cls.q1.with_user(cls.office).action_compute()

    @classmethod
    def _begin_meeting(cls):
        """Compute the year and make the meeting; half of the people of a unit may be excellent."""
        cls.grades = cls.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "year")
        cls.grades[0]._unlocked().write({"quota_percent": 50.0})
        cls.whole.with_user(cls.office).action_compute()
        cls.meeting = cls._create_meeting()
        groups = [cls.env.ref(name).id for name in (OFFICE, ADMIN, AUDITOR, HR)]
        cls.everything = cls.env["res.users"].create(
            {"login": "everything", "name": "Everything", "group_ids": [Command.set(groups)]}
        )

    def setUp(self):
        super().setUp()
        self._move(self.staff, self.grades[-1])
        self._decide()
        objection = self._object(self.stranger)
        objection.with_user(self.office2).action_accept()
        objection.with_user(self.office2).action_reject(reason="It was built in May.")
        self._finish()
        self.q2.with_user(self.office).action_compute()
        draft = self._draft(self.q2)
        for paper in (draft, self.meeting.with_user(self.office)):
            paper.action_attach_signed_copy("minutes.pdf", self.pdf)
        draft.action_publish()
        self._ask(self.grades[0], n=1)
        self.settled = {name: self._settled_of(name) for name in (*APPEND_ONLY, *SEALED, *RULES)}
        self.telling = {name: self._odd_values(records[0]) for name, records in self.settled.items()}
        self.files = self.env["ir.attachment"].search(
            [("res_model", "in", list(self.settled)), ("res_field", "!=", False)]
        )
        self.env.flush_all()

    def _settled_of(self, name):
        """Return what is settled of a model."""
        domain = [("state", "!=", "draft")] if name in SEALED else []
        found = self.env[name].search(domain)
        self.assertTrue(found, name)
        return found

    # === WHAT STANDS THERE === #

    def _snapshot(self):
        """Return what stands in the database of all that is settled: ``{table: hash of its rows}``."""
        schemes, grades = (f"IN {tuple(records.ids)}" for records in (self.past.scheme_ids, self.settled["perf.grade"]))
        tables = {self.env[name]._table: "TRUE" for name in APPEND_ONLY}
        tables |= {self.env[name]._table: "state != 'draft'" for name in SEALED}
        tables |= dict.fromkeys(("perf_grade", "perf_scheme_component"), f"scheme_id {schemes}")
        tables["perf_grade_condition"] = f"grade_id {grades}"
        for name, records in self.settled.items():
            for field in self.env[name]._fields.values():
                if field.type == "many2many" and field.store:
                    tables[field.relation] = f"{field.column1} IN ({','.join(map(str, records.ids))})"
        tables["ir_attachment"] = f"res_model IN {tuple(self.settled)} AND res_field IS NOT NULL"
        parts = [
            f"SELECT '{table}', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t WHERE {which}"
            for table, which in tables.items()
        ]
        self.env.flush_all()
        return dict(self.env.execute_query(SQL(" UNION ALL ".join(parts))))  # pylint: disable=sql-injection

    # === WAYS === #

    def _odd_values(self, record):
        """Return a value that differs for every field of a record: ``{name: value}``."""
        values = {}
        for name, field in record._fields.items():
            if name in MAGIC or field.type in ("reference", "properties", "properties_definition"):
                continue
            if field.type == "boolean":
                values[name] = not record[name]
            elif field.type == "selection":
                values[name] = next((key for key in field.get_values(self.env) if key != record[name]), False)
            elif field.type == "many2one":
                others = self.env[field.comodel_name].search([("id", "!=", record[name].id)], limit=1)
                values[name] = others.id
            else:
                values[name] = ODD[field.type]
        return values

    def _whole_values(self, record):
        """Return all that stands in a record, as it would be given to make another one."""
        stored = [name for name, field in record._fields.items() if field.store and name not in MAGIC]
        (values,) = record.read(stored, load=None)
        del values["id"]
        return {
            name: [Command.set(value)] if record._fields[name].type == "many2many" else value
            for name, value in values.items()
            if record._fields[name].type != "one2many"
        }

    def _ways(self):
        """Return what is tried: tuples of a way in words and a function of the environment of who tries it."""
        ways = []
        for name, records in self.settled.items():
            ways += self._ways_to(name, records[0])
        return ways + self._ways_by_others()

    def _ways_to(self, name, record):
        """Return the ways that lead to a record by itself."""
        by_context = [] if name in RULES else self._ways_by_context(name, record)
        return [*self._plain_ways(name, record), *by_context, *self._ways_by_files(name, record)]

    def _call(self, model, method, *args, context=None, **kwargs):
        """Return a call as a browser or a script makes it."""
        return lambda env: call_kw(env(context={**env.context, **(context or {})})[model], method, list(args), kwargs)

    def _plain_ways(self, name, record):
        """Return the methods of Odoo, with every field by itself and as a row of a table."""
        call, odd, whole = partial(self._call, name), self.telling[name], self._whole_values(record)
        telling = "state" if "state" in odd else next(iter(odd))
        state = {telling: odd[telling]}
        columns = [column for column, value in odd.items() if isinstance(value, str | int | float)]
        cells = [str(odd[column]) for column in columns]
        ways = {f"write {column}": call("write", record.ids, {column: value}) for column, value in odd.items()}
        return [
            *ways.items(),
            ("write all", call("write", record.ids, whole)),
            ("web_save", call("web_save", record.ids, state, {})),
            ("load", call("load", [".id", *state], [[str(record.id), *map(str, state.values())]])),
            ("load of all columns", call("load", [".id", *columns], [[str(record.id), *cells]])),
            ("web_save_multi", call("web_save_multi", record.ids, [state], {})),
            ("onchange", call("onchange", record.ids, odd, list(odd), {column: {} for column in odd})),
            ("create", call("create", [whole])),
            ("create of what differs", call("create", [{**whole, **odd}])),
            ("web_save of a new one", call("web_save", [], whole, {})),
            ("load of a new one", call("load", columns, [cells])),
            ("name_create", call("name_create", "Mine")),
            ("copy", call("copy", record.ids)),
            ("copy with a state", call("copy", record.ids, state)),
            ("unlink", call("unlink", record.ids)),
            ("unlink of all", call("unlink", self.settled[name].ids)),
            ("action_archive", call("action_archive", record.ids)),
            ("default of everybody", self._by_default(name, odd, whole, user_id=False)),
            ("default of one's own", self._by_default(name, odd, whole, user_id=True)),
        ]

    def _by_default(self, name, odd, whole, user_id):
        """Return how a record would be made whose state and points are defaults that somebody set before."""

        def attempt(env):
            for column, value in odd.items():
                if isinstance(value, str | int | float) and env[name]._fields[column].store:
                    call_kw(env["ir.default"], "set", [name, column, value], {"user_id": user_id})
            required = {column for column, field in env[name]._fields.items() if field.required}
            call_kw(env[name], "create", [{key: whole[key] for key in required - {"state"} if key in whole}], {})

        return attempt

    def _ways_by_context(self, name, record):
        """Return how a context would open what is closed: defaults, and every key that the module's code reads."""
        odd, whole = self.telling[name], self._whole_values(record)
        keys = {key for text in sources("models", "wizard", "report").values() for key in READ.findall(text)}
        keys |= {value for key, value in vars(const).items() if key.endswith("_KEY")}
        state = "state" if "state" in odd else next(iter(odd))
        little = {key: whole[key] for key in ("title", "period_id", "kind", "days") if key in whole}
        ways = []
        for what, context in {
            "defaults": {f"default_{column}": value for column, value in odd.items()},
            "a settled state": {"default_state": whole.get("state")},
            "defaults of the row": {f"default_{column}": value for column, value in whole.items()},
            "keys": dict.fromkeys(keys, True),
            "keys of Odoo": dict.fromkeys(
                ("install_mode", "import_file", "module", "tracking_disable", "mail_notrack", "active_test"), True
            ),
        }.items():
            call = partial(self._call, name, context=context)
            ways += [
                (f"write by {what}", call("write", record.ids, {state: odd[state]})),
                (f"create by {what}", call("create", [whole])),
                *([(f"create of little by {what}", call("create", [little]))] if little else ()),
                (f"copy by {what}", call("copy", record.ids)),
                (f"unlink by {what}", call("unlink", record.ids)),
            ]
        return ways

    def _ways_by_files(self, name, record):
        """Return how files would stand in a settled record's place, or come into it."""
        file = partial(self._call, "ir.attachment")
        bound = {"name": "mine.txt", "raw": "mine", "res_model": name, "res_id": record.id}
        ways = [
            (f"file in {column}", file("create", [{**bound, "res_field": column}]))
            for column, field in record._fields.items()
            if field.type == "binary" or column == "state"
        ]
        if hasattr(record, "message_post"):
            post = self._call(name, "message_post", record.ids, body="Mine", attachment_ids=self.files.ids)
            ways.append(("message", post))
        return [
            *ways,
            ("file", file("create", [bound])),
            *(
                (f"file {column}", file("write", [one.id], {column: value}))
                for one in self.files.filtered(lambda one: one.res_model == name)
                for column, value in {
                    "name": "mine",
                    "raw": "mine",
                    "datas": "bWluZQ==",
                    "mimetype": "text/html",
                    "type": "url",
                    "public": True,
                    "res_model": "res.partner",
                    "res_id": 1,
                    "res_field": False,
                }.items()
            ),
            *(
                ("file unlink", file("unlink", [one.id]))
                for one in self.files.filtered(lambda one: one.res_model == name)
            ),
        ]

    def _ways_by_others(self):
        """Return how records would be written through lists of any other model."""
        ways = []
        for model in self.env.registry.values():
            if model._abstract or model._name.startswith("ir."):
                continue
            for column, field in model._fields.items():
                if field.type in ("one2many", "many2many") and field.comodel_name in self.settled:
                    ways += self._ways_by_list(self.env[model._name], column, field.comodel_name)
        return ways

    def _ways_by_list(self, model, column, name):
        """Return the commands to a list of settled records."""
        record, odd = self.settled[name][0], self.telling[name]
        state = "state" if "state" in odd else next(iter(odd))
        inverse = record._fields.get(getattr(model._fields[column], "inverse_name", None))
        owner = record[inverse.name] if inverse and inverse.type == "many2one" else model.search([], limit=1)
        commands = {
            "create": Command.create(self._whole_values(record)),
            "delete": Command.delete(record.id),
            "unlink": Command.unlink(record.id),
            "link": Command.link(record.id),
            "clear": Command.clear(),
            "set": Command.set([]),
            **{f"update {key}": Command.update(record.id, {key: odd[key]}) for key in (state, next(iter(odd)))},
        }
        ways = []
        for what, command in commands.items():
            if owner and not model._transient:
                ways.append(
                    (f"{model._name}.{column} {what}", self._call(model._name, "write", owner.ids, {column: [command]}))
                )
            else:
                ways.append(
                    (f"{model._name}.{column} {what}", self._call(model._name, "create", [{column: [command]}]))
                )
        return ways

    # === WHO TRIES === #

    def _changed(self, env, attempt, before):
        """Return the tables that an attempt changes, undone afterwards."""
        with self.env.cr.savepoint() as savepoint:
            try:
                attempt(env)
                after = self._snapshot()
            except Exception:  # pylint: disable=broad-exception-caught
                after = before
            savepoint.rollback()
        self.env.invalidate_all()
        return sorted(table for table in before if after[table] != before[table])

    def _assertKept(self, env, ways):
        """Check that none of the ways changes anything."""
        before, broken = self._snapshot(), []
        with mute_logger("odoo.sql_db", "odoo.models", "odoo.addons.base.models.ir_model"):
            for way, attempt in ways:
                if changed := self._changed(env, attempt, before):
                    broken.append(f"{way}: {', '.join(changed)}")
        self.assertFalse(broken, "\n".join(["", *broken]))

    def test_no_role_changes_what_is_settled(self):
        ways = self._ways()
        for role in ROLES:
            with self.subTest(role):
                self._assertKept(self.env(user=getattr(self, role), su=False, context={}), ways)

    def test_where_no_right_holds_it_the_code_still_does(self):
        beside = ("write message_", "file in")  # who follows it, and a file that no screen shows
        for name in (*APPEND_ONLY, *SEALED):
            with self.subTest(name):
                ways = [way for way in self._ways_to(name, self.settled[name][0]) if not way[0].startswith(beside)]
                self._assertKept(self.env(su=True, context={}), ways)

    # === WHO MAY === #

    def _assertChanged(self, action, *tables):
        """Check that a button changes just what it is there for, so that the attempts above would be seen."""
        before = self._snapshot()
        action()
        self.env.invalidate_all()
        after = self._snapshot()
        self.assertEqual(sorted(table for table in before if after[table] != before[table]), sorted(tables))

    def test_buttons_change_the_same(self):
        quarter = self.q2.with_user(self.office)
        paper = self.settled["perf.notice"].filtered(lambda notice: notice.period_id == self.q2)
        self._assertChanged(
            lambda: paper.with_user(self.office2).action_attach_signed_copy("minutes.pdf", self.pdf[:-4] + "AAAA"),
            "ir_attachment",
            "perf_notice",
        )
        self._assertChanged(lambda: self._post(self.clerk, self.whole, "deduction", -1.0), "perf_score_entry")
        self._assertChanged(
            self.whole.with_user(self.office).action_compute,
            *("perf_result", "perf_result_entry_rel", "perf_result_line", "perf_result_unmet_rel"),
        )
        with self._after(paper):
            self._assertChanged(quarter.action_finalize, "perf_notice", "perf_result")
        self._assertChanged(
            lambda: self.q1.with_user(self.admin).action_reopen_results(reason="A sheet was lost."),
            *("perf_notice", "perf_notice_line", "perf_result"),
        )

    def test_a_draft_may_be_written_and_deleted(self):
        draft = self._create_meeting(kind="unit")
        call_kw(draft.with_user(self.office), "web_save", [draft.ids, {"minutes": "All agreed."}, {}], {})
        self.assertEqual(draft.minutes, "All agreed.")
        call_kw(draft.with_user(self.office), "unlink", [draft.ids], {})
        self.assertFalse(draft.exists())
