import json
import re
import secrets

from markupsafe import Markup
from werkzeug.exceptions import InternalServerError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request, route, serialize_exception
from odoo.tools import file_open, html_escape

from ..models.oversight.rating.perf_rating_ballot import COMMENT_LENGTH

#: Bytes of a request that are read: far more than a ballot about hundreds of units, each with a comment.
MOST_BYTES = 512 * 1024

#: Bytes that are taken in before such a request is refused: whoever still sends would not hear why.
MOST_HEARD = 16 * MOST_BYTES

#: Of the language of those whose browser asks for none that is installed.
FALLBACK = "zh_CN"

DOCTYPE = Markup("<!DOCTYPE html>")

#: What no page and no proxy keeps, and nobody finds.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}

#: Nothing but the page's own style and script, which old browsers know by "unsafe-inline" and others by the number.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'nonce-{0}'; style-src 'unsafe-inline' 'nonce-{0}'; "
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

#: An id as the dialog sends it.
_NUMBER = re.compile(r"[0-9]{1,9}")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Of a route that asks nobody who he is, and leaves the session of whoever is logged in untouched.
NAMELESS = {"type": "http", "auth": "none", "save_session": False, "perf_nameless": True}

#: Of a route that takes questions: of what comes in pieces, without saying how much it will be, no more is taken in.
QUESTION = {"methods": ["POST"], "csrf": False, "readonly": False, "max_content_length": MOST_HEARD, **NAMELESS}


class PerfBallotController(Controller):
    """The ballot on the web: a page without login, and the two questions that it sends.

    The code stands in the fragment of the page's address, which no browser sends, and in the body of the questions:
    never in a path or a query, which servers and proxies write down.
    """

    @route("/perf/ballot", methods=["GET"], **NAMELESS)
    def page(self, **_query):
        """Return the page, the same for everybody who speaks its language."""
        lang, nonce = _lang(), secrets.token_urlsafe(16)
        env = request.env(user=SUPERUSER_ID, context={"lang": lang}, su=True)
        values = {
            "html_lang": lang.replace("_", "-"),
            "title": env._("Ballot"),
            "nonce": nonce,
            "comment_length": COMMENT_LENGTH,
            "style": _file("ballot.css"),
            "script": _file("ballot.js"),
        }
        html = DOCTYPE + env["ir.qweb"]._render("perf_appraisal.ballot_page", values)
        headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}
        return request.make_response(html, [*headers.items(), ("Content-Security-Policy", POLICY.format(nonce))])

    @route("/perf/ballot/ask", **QUESTION)
    def ask(self, **_query):
        """Return what the ballot of a code asks: ``{"code"}`` in the body."""
        return _answer(lambda ballots, given: ballots._ask(given.get("code") or ""))

    @route("/perf/ballot/cast", **QUESTION)
    def cast(self, **_query):
        """Take a ballot: ``{"code", "ticks", "comments"}`` in the body."""
        return _answer(
            lambda ballots, given: ballots._cast(given.get("code") or "", given.get("ticks"), given.get("comments"))
        )

    @route("/perf/ballot/codes", type="http", auth="user", methods=["POST"])
    def codes(self, wizard_id="", form="", **_token):
        """Make codes, and return the file that alone holds them.

        :param str wizard_id: id of the dialog that says how many
        :param str form: ``slips`` or ``table``
        """
        wizard = request.env["perf.rating.code"].browse(int(wizard_id) if _NUMBER.fullmatch(wizard_id) else 0)
        try:
            name, content = wizard.exists()._make(form)
        except UserError as error:
            told = {"code": 0, "message": "Odoo Server Error", "data": serialize_exception(error)}
            raise InternalServerError(
                response=request.make_response(html_escape(json.dumps(told)), status=500)
            ) from error
        headers = {
            **HEADERS,
            "Content-Type": "application/pdf" if form == "slips" else XLSX,
            "Content-Disposition": content_disposition(name),
        }
        return request.make_response(content, list(headers.items()))


def _answer(action):
    """Return what an action says to the body of the request.

    It has a transaction of its own, in which nothing comes before its locks. When two of these meet, the second fails,
    and Odoo runs the request again.

    :param action: is given the model of ballots and the dict in the body
    """
    lang = _lang()
    given, problem = _body(request.env(user=SUPERUSER_ID, context={"lang": lang}, su=True))
    if problem:
        return _response(problem, 400)
    with request.env.registry.cursor() as cr:
        told = action(api.Environment(cr, SUPERUSER_ID, {"lang": lang})["perf.rating.ballot"], given)
    return _response(told)


def _body(env):
    """Return the dict in the request's body, and why there is none.

    :param env: environment whose language the sentence has
    """
    sent = request.httprequest
    length, content = sent.content_length or 0, b""
    if length <= MOST_HEARD:
        content = sent.get_data()  # kept: Odoo may run the request again
    if max(length, len(content)) > MOST_BYTES:
        text = env._("This is far too much for a ballot. Write shorter comments.")
        return {}, {"problem": "large", "text": text}
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, dict):
        return given, None
    return {}, {"problem": "garbled", "text": env._("The ballot did not arrive whole. Please send it again.")}


def _response(told, status=200):
    """Return an answer that nobody keeps."""
    headers = [*HEADERS.items(), ("Content-Type", "application/json; charset=utf-8")]
    return request.make_response(json.dumps(told), headers, status=status)


def _lang():
    """Return the first installed language that the browser asks for, whoever is logged in."""
    installed = [code for code, _name in request.env["res.lang"].sudo().get_installed()]
    for wanted in request.httprequest.accept_languages.values():
        short = wanted.replace("-", "_").partition("_")[0].lower()
        for code in installed:
            if code == wanted.replace("-", "_") or code.partition("_")[0] == short:
                return code
    return FALLBACK if FALLBACK in installed else installed[0]


def _file(name):
    """Return a file of the page, trusted because the module ships it."""
    with file_open(f"perf_appraisal/static/ballot/{name}") as file:
        return Markup(file.read())
