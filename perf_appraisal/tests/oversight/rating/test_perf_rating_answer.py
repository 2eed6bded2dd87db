from odoo.tests import tagged

from ...rating import RatingCase

#: What changes from one moment to the next: days and hours, and the mark of a message, which is drawn with its moment.
_TIMES = frozenset({"id", "display_name", "create_date", "write_date", "__last_update", "message_id"})


@tagged("post_install", "-at_install")
class TestPerfRatingAnswer(RatingCase):
    """What a group below its minimum has answered cannot be told from anything that anybody may read."""

    def _everything(self, user):
        """Return all that a user may read in all models of the appraisal, and in the messages of the rating."""
        found = []
        self.env.invalidate_all()  # what somebody else has read is not his
        for name in sorted(self.env):
            model = self.env[name].with_user(user)
            told = name == "mail.message"
            if model._abstract or model._transient or not (name.startswith("perf.") or told):
                continue
            if not model.has_access("read"):
                continue
            records = model.search([("model", "=like", "perf.rating%")] if told else [])
            names = [
                field
                for field, described in model.fields_get(attributes=["type", "sortable"]).items()
                if field not in _TIMES
                and described["type"] not in ("datetime", "binary", "many2one_reference", "one2many", "many2many")
            ]
            for values in records.read(names):
                values.pop("id")
                found.append((name, sorted((key, self._plain(value)) for key, value in values.items())))
            numbers = [key for key, field in model._fields.items() if field.store and field.aggregator == "sum"]
            sums = model._read_group([], [], ["__count", *(f"{key}:sum" for key in numbers)])
            found.append((name, "sums", sums))
        return sorted(map(repr, found))

    @staticmethod
    def _plain(value):
        """Return a value without the number of a record."""
        return value[1].split("#")[0] if isinstance(value, tuple) else value

    def _told(self, hidden, shown, west=None):
        """Return what office, auditor and heads may read with these ballots, while it is open and when it is closed."""
        read = {}
        with self.env.cr.savepoint(flush=True) as savepoint:
            self._cast_many(self.delegates, shown)
            self._cast_many(self.own_staff, [self.fairly] * 10, self.township)
            for code, choice in zip(self._codes(self.own_staff, 12, self.other), hidden, strict=False):
                self.assertEqual(self._cast(code, choice), {})
            self.env["perf.rating.pending"]._cron_settle()
            self.env.invalidate_all()
            users = (self.office, self.admin, self.auditor, self.head, self.other_head, self.stranger)
            read["open"] = [self._everything(user) for user in users]
            self._close(west)
            self.env.invalidate_all()
            read["closed"] = [self._everything(user) for user in users]
            savepoint.rollback()
        self.env.invalidate_all()
        return read

    def test_two_hidden_tallies_look_the_same_once_the_rating_is_closed(self):
        shown = [self.satisfied] * 12
        first, other = (self._told([], shown, (choice, 4))["closed"] for choice in (self.satisfied, self.dissatisfied))
        self.assertEqual(first, other)
        self.assertNotEqual(first, self._told([], shown, (self.satisfied, 5))["closed"])

    def test_lines_of_tallies_are_read_while_the_rating_is_open(self):
        tally = self._tally_phone()
        for user in (self.office, self.office2, self.admin, self.auditor):
            self.assertTrue(self.env["perf.rating.tally.line"].with_user(user).search([]), user.login)
        self._tally_institute()
        self.rating.action_close()
        for user in (self.office, self.office2, self.admin, self.auditor):
            self.env.invalidate_all()
            self.assertFalse(self.env["perf.rating.tally.line"].with_user(user).search([]), user.login)
            self.assertFalse(tally.with_user(user).line_ids, user.login)
            self.assertFalse(tally.with_user(user).grid["cells"], user.login)

    def test_two_sets_of_hidden_answers_look_the_same(self):
        shown = [self.satisfied] * 7 + [self.fairly] * 6
        first = self._told([self.satisfied] * 4, shown)
        for hidden in ([self.dissatisfied] * 4, [self.unknown] * 9, [], [self.satisfied, self.dissatisfied]):
            second = self._told(hidden, shown)
            for state in ("open", "closed"):
                for one, other in zip(first[state], second[state], strict=True):
                    self.assertEqual(one, other, (hidden, state))
        self.assertNotEqual(
            first["closed"], self._told([self.satisfied] * 4, shown[1:])["closed"], "what is shown would be noticed"
        )
        self.assertNotEqual(
            first["closed"], self._told([self.satisfied] * 5, shown)["closed"], "and so would one answer more"
        )
