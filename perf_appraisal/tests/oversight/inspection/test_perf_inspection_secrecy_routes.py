import json
import re

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...spot import HiddenCase

#: The id of nothing.
MISSING = 2_000_000_000

#: What else differs between two answers: when a page was made, and for which session.
_BY_CHANCE = re.compile(r"csrf_token: \S+|[0-9a-f]{32,}o?\d*")


@tagged("post_install", "-at_install")
class TestPerfInspectionSecrecyRoutes(HiddenCase, HttpCase):
    """At the doors of the web client a hidden inspection of one's own unit is like any other, and like none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.head + cls.chair + cls.inspector).group_ids += cls.env.ref("base.group_allow_export")

    def _call(self, path, **params):
        """Call a route as the web client does, and return what it is told."""
        answer = self.url_open(path, json={"jsonrpc": "2.0", "method": "call", "params": params}).json()
        error = answer.get("error")
        return (error["data"]["name"], error["data"]["message"]) if error else answer["result"]

    def _send(self, path, data, files=None):
        """Send a form; of pages that refuse only the status tells."""
        answer = self.url_open(path, data={**data, "csrf_token": Request.csrf_token(self)}, files=files)
        return answer.status_code, answer.text if answer.status_code == 200 else ""

    def _page(self, path):
        answer = self.url_open(path, allow_redirects=False)
        return answer.status_code, answer.headers.get("Location"), answer.text if answer.status_code == 200 else ""

    def _doors(self, model, key):
        """Yield the name of each door, and what it answers about a record.

        :param str model: name of the model
        :param int key: id of the record
        """
        thread = {"thread_model": model, "thread_id": key}
        yield "messages", self._call("/mail/thread/messages", **thread)
        asked = {**thread, "request_list": ["messages", "attachments", "followers", "activities"]}
        yield "talk and files", self._call("/mail/data", fetch_params=[["mail.thread", asked]])
        yield "posting", self._call("/mail/message/post", **thread, post_data={"body": "Hello"})
        yield "link of a mail", self._page(f"/mail/view?model={model}&res_id={key}")
        columns = [{"name": "display_name", "label": "Name"}, {"name": "create_date", "label": "Made"}]
        export = {"model": model, "fields": columns, "ids": [key], "domain": [], "import_compat": False}
        yield "csv", self._send("/web/export/csv", {"data": json.dumps(export)})
        sent = {"ufile": ("more.txt", b"more", "text/plain")}
        yield "upload", self._send("/web/binary/upload_attachment", {"model": model, "id": str(key)}, sent)
        talk = {"thread_model": model, "thread_id": str(key)}
        yield "upload to talk", self._send("/mail/attachment/upload", talk, {"ufile": sent["ufile"]})
        for name, field in self.env[model]._fields.items():
            if field.type in ("binary", "image"):
                yield f"content {name}", self._page(f"/web/content/{model}/{key}/{name}")
                yield f"image {name}", self._page(f"/web/image/{model}/{key}/{name}")
        for report in self.env["ir.actions.report"].search([("model", "=", model)]):
            yield report.report_name, self._page(f"/report/html/{report.report_name}/{key}")

    def _named(self, answer, *keys):
        """Return an answer without the ids that were asked for, and without what differs by chance."""
        text = _BY_CHANCE.sub("", json.dumps(answer, ensure_ascii=False))
        return re.sub(r"\d+", lambda found: "N" if int(found.group()) in keys else found.group(), text)

    @mute_logger(
        "odoo.http",
        "odoo.addons.base.models.ir_rule",
        "odoo.addons.web.controllers.export",
        "odoo.addons.web.controllers.report",
    )
    def test_every_door_answers_the_same(self):
        for user in (self.head, self.chair):
            self.authenticate(user.login, user.login)
            for model in self.secret:
                own, other = (self._parts(found)[model][:1].id for found in (self.inspection, self.foreign))
                keys = (own, other, MISSING)
                answers = zip(*(list(self._doors(model, key)) for key in keys), strict=True)
                for (door, mine), (_door, theirs), (_door, nothing) in answers:
                    told = self._named(mine, *keys)
                    self.assertEqual(told, self._named(theirs, *keys), (user.login, model, door))
                    self.assertEqual(told, self._named(nothing, *keys), (user.login, model, door))

    @mute_logger("odoo.http")
    def test_photographs_are_not_there(self):
        files = [found.item_ids.evidence_ids.id for found in (self.inspection, self.foreign)]
        for user in (self.head, self.staff, self.chair):
            self.authenticate(user.login, user.login)
            for path in (
                "/web/content/{}",
                "/web/image/{}",
                "/web/content/ir.attachment/{}/raw",
                "/web/image/{}/64x64",
            ):
                answers = [self._named(self._page(path.format(key)), key) for key in (*files, MISSING)]
                self.assertEqual(len(set(answers)), 1, (user.login, path))

    def test_its_inspectors_are_let_in(self):
        self.authenticate(self.inspector.login, self.inspector.login)
        doors = dict(self._doors("perf.inspection", self.inspection.id))
        self.assertIn("Seen", json.dumps(doors["messages"]))
        self.assertIn(self.inspection.name, doors["csv"][1])
        status, _location, page = doors["perf_appraisal.report_perf_inspection"]
        self.assertEqual((status, self.inspection.name in page), (200, True))
        self.assertEqual(self._page(f"/web/content/{self.inspection.item_ids.evidence_ids.id}")[0], 200)
