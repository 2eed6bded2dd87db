import inspect

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.abstract.door import public_methods
from ...spot import HiddenCase

#: The id of nothing.
MISSING = 2_000_000_000

#: What parameters of public methods are given; others get a word.
GIVEN = {"reason": "why", "vals": {}, "default": {}, "fields": ["display_name"], "data": "eA=="}


@tagged("post_install", "-at_install")
class TestPerfInspectionSecrecyModels(HiddenCase):
    """Whatever model is kept from a unit: by no public method and no call of Odoo's does an own hidden one differ.

    No model and no method is named here: a new one is asked as well.
    """

    def _askers(self):
        """Yield who asks, once without and once with debug on."""
        debug = self.env.ref("base.group_no_one")
        for user, debugging in ((self.head, False), (self.head, True), (self.staff, True), (self.chair, True)):
            user.sudo().group_ids = [(Command.link if debugging else Command.unlink)(debug.id)]
            yield user

    @mute_logger("odoo.addons.base.models.ir_rule")
    def assertSame(self, calls):
        """Make the same calls about a hidden inspection of one's own unit, of another one, and about nothing.

        :param calls: function of a record that returns ``[(method, arguments)]``
        """
        for user in self._askers():
            for model in self.secret:
                records = [self._parts(found)[model][:1] for found in (self.inspection, self.foreign)]
                asked = zip(*map(calls, (*records, records[0].browse(MISSING))), strict=True)
                for (name, mine), (_name, theirs), (_name, nothing) in asked:
                    own, *others = (
                        self._told(self._answer(user, model, name, *args)) for args in (mine, theirs, nothing)
                    )
                    for other in others:
                        self.assertEqual(own, other.replace(str(MISSING), "N"), (user.login, model, name))

    def test_there_is_something_of_each_model(self):
        """Who adds a model that is kept from units adds one of it to the scene."""
        for found in (self.inspection, self.foreign):
            self.assertFalse([name for name, records in self._parts(found).items() if not records])

    def test_what_belongs_to_something_secret_is_secret(self):
        open_ones = [
            (model._name, field.name)
            for model in self._own_models()
            for field in model._fields.values()
            if field.store and field.type in ("many2one", "many2many") and field.comodel_name in self.secret
            if model._name not in self.secret and not model._transient
        ]
        self.assertFalse(open_ones)

    def test_public_methods(self):
        def calls(record):
            found = []
            for name, method in public_methods(type(record)).items():
                parameters = list(inspect.signature(method).parameters.values())[1:]
                named = [one.name for one in parameters if one.kind == one.POSITIONAL_OR_KEYWORD]
                if name not in ("create", "onchange", "default_get"):
                    found.append((name, [record.ids, *(GIVEN.get(given, "x") for given in named)]))
            return found

        self.assertSame(calls)

    def test_reading_exporting_and_searching(self):
        def calls(record):
            names = sorted(name for name, field in record._fields.items() if not name.startswith("_"))
            by_id, label = [("id", "in", record.ids)], record.exists().sudo().display_name or "x"
            return [
                ("read", [record.ids, names]),
                ("read", [record.ids, ["display_name"]]),
                ("web_read", [record.ids, {name: {} for name in names}]),
                ("export_data", [record.ids, [name for name in names if name != "id"]]),
                ("search", [by_id]),
                ("search", [[("display_name", "=", label)]]),
                ("search_count", [by_id]),
                ("search_read", [by_id, names]),
                ("web_search_read", [by_id, {"id": {}, "display_name": {}}]),
                ("formatted_read_group", [by_id, ["create_date:month"], ["__count"]]),
                ("web_read_group", [by_id, ["create_uid"]]),
                ("name_search", ["", by_id]),
                ("name_search", [label or ""]),
                ("web_name_search", [label or "", {"display_name": {}}]),
                ("get_metadata", [record.ids]),
                ("get_formview_action", [record.ids]),
                ("get_formview_id", [record.ids]),
            ]

        self.assertSame(calls)

    def test_writing_and_forms(self):
        def calls(record):
            leads = [
                name for name, field in record._fields.items() if field.store and field.comodel_name in self.secret
            ]
            leads = [name for name in leads if record._fields[name].type == "many2one"]
            named = {name: record.sudo()[name][:1].id if record.exists() else MISSING for name in leads}
            spec = {name: {} for name in record._fields if not name.startswith("message_")}
            text = next(name for name, field in record._fields.items() if field.type in ("char", "text"))
            return [
                ("write", [record.ids, {text: "x"}]),
                ("web_save", [record.ids, {text: "x"}, {"id": {}}]),
                ("unlink", [record.ids]),
                ("copy", [record.ids]),
                ("onchange", [record.ids, {}, [text], spec]),
                ("onchange", [[], named, [], spec]),
                ("create", [[named]]),
                ("web_save", [[], named, {"id": {}}]),
            ]

        self.assertSame(calls)
