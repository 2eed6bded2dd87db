from odoo import api, models
from odoo.http import request
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: Words of Odoo's screens that its Chinese leaves in English or says oddly: what they are called here counts.
REWORDED = {
    "web": (
        # titles over a sentence that says why something was not done
        _lt("Access Error"),
        _lt("Invalid Operation"),
        _lt("Validation Error"),
        _lt("Odoo Warning"),
        _lt("Missing required fields"),
        # several rows of a list at once
        _lt("Are you sure you want to update %(count)s records?"),
        _lt("Among the %(total)s selected records, %(valid_count)s are valid for this update."),
        # searching
        _lt("Custom range"),
        _lt("Month to date"),
        _lt("Year to date"),
        _lt("before"),
        _lt("between"),
        _lt("greater or equal to"),
        _lt("lower or equal to"),
        _lt("lower than"),
        _lt("My Preferences"),
    ),
    "mail": (_lt("Late"),),
}


class IrHttp(models.AbstractModel):
    """Odoo's own words on the screens of the appraisal, where its translation leaves the user alone; and routes that
    ask nobody who he is."""

    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        """Leave whoever is logged in unknown on routes with ``perf_nameless``: his session is neither checked, which
        would write down his device, address and the hour, nor saved."""
        if not endpoint.routing.get("perf_nameless"):
            return super()._authenticate(endpoint)
        request.session.can_save = False
        return cls._auth_method_none()

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """Say some of Odoo's own words as this module translates them."""
        found, parameters = super()._get_translations_for_webclient(modules, lang)
        if parameters:
            found.update(self._reworded(found, parameters["code"]))
        return found, parameters

    def _reworded(self, found, lang):
        """Return the translations of Odoo's modules with the words that this module says in another way.

        :param dict found: ``{module: {"messages": ({"id": source, "string": translation}, …)}}``
        :param str lang: code of an active language
        """
        changed = {}
        for module in found.keys() & REWORDED.keys():
            words = {message["id"]: message["string"] for message in found[module]["messages"]}
            own = {
                term._source: self.with_context(lang=lang).env._(term)  # pylint: disable=gettext-variable
                for term in REWORDED[module]
            }
            words |= {source: word for source, word in own.items() if word != source}
            changed[module] = {"messages": tuple({"id": source, "string": word} for source, word in words.items())}
        return changed
