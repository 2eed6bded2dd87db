"""Forms and their buttons without a browser: what a person sees of a record, and what pressing a button does."""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import Form
from odoo.tests.form import MODIFIER_ALIASES
from odoo.tools.safe_eval import safe_eval


class Screen(Form):
    """A form that knows its buttons and texts, too.

    What it does not prove is that a click arrives: the tours press a button of each form, list and dialog.
    """

    @classmethod
    def of_card(cls, user, kind):
        """Open what a card of *My Work* opens, as this user.

        :param str kind: kind of the card; it is about one record
        """
        card = work_card(user, kind)
        action = card["action"]
        assert action["type"] == "ir.actions.act_window", action
        assert action["views"][0][1] == "form", action
        record = user.env[action["res_model"]].with_user(user).browse(action["res_id"])
        return cls(record.with_context(**card["context"]), action["views"][0][0])

    def shows(self, xpath):
        """Tell whether a node of the form is drawn: no part around it, nor itself, is invisible."""
        nodes = self._view["tree"].xpath(f"({xpath})[not(ancestor::field)]")
        return any(self._is_drawn(node) for node in nodes)

    def _is_drawn(self, node):
        context = self._get_eval_context(self._values)
        hidden = node.xpath("ancestor-or-self::*/@invisible")
        return not any(safe_eval(MODIFIER_ALIASES.get(expression, expression), context) for expression in hidden)

    def press(self, name):
        """Press a button, as the web client does after saving; read the form again.

        :return: what the button's method returned
        :raise AssertionError: when the form does not show it
        """
        assert self.shows(f"//button[@name='{name}']"), f"there is no button {name}"
        record = self.save()
        answer = call_kw(record, name, [record.ids], {})
        try:
            self._init_from_record()
        except AccessError:  # whoever has done his part may see it no more
            self._values.clear()
        return answer


def work_card(user, kind):
    """Return the only card of this kind on *My Work* of a user."""
    cards = user.env["perf.my.work"].with_user(user).get_my_work()["cards"]
    [card] = [card for card in cards if card["kind"] == kind]
    return card
