from odoo.modules import get_resource_from_path
from odoo.service import model
from odoo.tests import TransactionCase, tagged

from ..models.ir_http import REWORDED


@tagged("post_install", "-at_install")
class TestIrHttp(TransactionCase):
    """Odoo's own words on the screens are Chinese, and say what was done."""

    def _words(self, lang):
        found = self.env["ir.http"]._get_translations_for_webclient(["web", "mail", "hr"], lang)[0]
        return {
            module: {message["id"]: message["string"] for message in told["messages"]} for module, told in found.items()
        }

    def test_words_of_odoo_are_said_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        words = self._words("zh_CN")
        self.assertEqual(words["web"]["Missing required fields"], "请先填写标红的必填项")
        self.assertEqual(words["web"]["Invalid Operation"], "未能办理")
        self.assertEqual(words["mail"]["Late"], "逾期")
        self.assertEqual(words["web"]["Save"], "保存", "what is not named stays Odoo's")
        for module, terms in REWORDED.items():
            for term in terms:
                self.assertNotEqual(words[module][term._source], term._source)

    def test_words_of_odoo_s_server_are_looked_up_where_they_are(self):
        """An add-ons folder around Odoo's own code would give its words to a module that is none."""
        self.assertIsNone(get_resource_from_path(model.__file__))

    def test_english_stays_as_it_is(self):
        self.assertFalse(any(self._words("en_US").values()))
