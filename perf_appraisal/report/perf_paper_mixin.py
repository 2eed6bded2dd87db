from babel.dates import format_skeleton
from markupsafe import Markup

from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.tools import file_open, format_date, get_lang
from odoo.tools.misc import babel_locale_parse

from ..const import PRINT_AT_ONCE

#: Characters of a paragraph that stay together on a page.
PARAGRAPH_LENGTH = 600


class PerfPaperMixin(models.AbstractModel):
    """What all papers have in common: plain texts that a template only places, in the language of who prints them.

    Records are read with the rights of who prints them; only names are looked up beyond them.
    """

    _name = "perf.paper.mixin"
    _description = "Paper"

    #: The model whose records are printed.
    _paper_model = None

    #: Which records the form is for; of no other kind a record is printed.
    _paper_domain = []

    #: Whether the paper lies on its side.
    _paper_landscape = False

    @api.model
    def _get_report_values(self, docids, data=None):  # pylint: disable=unused-argument
        """Return what the form's template needs.

        :param list docids: ids of the records
        :return: dict with ``docs``, ``sheets`` and the paper's own style and script
        :raise AccessError: when the user may not read one of the records
        :raise UserError: when no record is named, too many at once, or one for which the form is not made
        """
        if not docids:
            raise UserError(self.env._("Choose the sheets to print."))
        if len(docids) > PRINT_AT_ONCE:
            raise UserError(
                self.env._(
                    "More than %s forms are printed as a job, which goes on while you work: choose them in their list, "
                    "and print them there.",
                    PRINT_AT_ONCE,
                ),
            )
        lang = self.env.context.get("lang") or self.env.user.lang or "en_US"
        docs = self.env[self._paper_model].with_context(lang=lang).browse(docids)
        docs.check_access("read")
        self._check_made_for(docs)
        return {
            "doc_ids": docids,
            "doc_model": docs._name,
            "docs": docs,
            "print_lang": lang,
            "html_lang": lang.replace("_", "-"),
            "landscape": self._paper_landscape,
            "sheets": self.with_context(lang=lang)._papers(docs),
            "paper_css": self._paper_file("paper.css"),
            "paper_js": self._paper_file("paper.js"),
        }

    def _check_made_for(self, docs):
        """Raise unless the form is made for all these records.

        :raise UserError: naming the first for which it is not
        """
        if strangers := docs - docs.filtered_domain(self._paper_domain):
            raise UserError(
                self.env._(
                    "The form “%(form)s” is not made for %(record)s.",
                    form=self.env["ir.model"].sudo()._get(self._name).name,
                    record=strangers[0].display_name,
                ),
            )

    def _one_a_form(self, docs):
        """Return one record for each form that is printed of these.

        :param docs: records of ``_paper_model``
        """
        return docs

    def _papers(self, docs):
        """Return the texts of the forms, one for each record.

        :param docs: records of ``_paper_model``
        """
        return [self._paper_values(doc) for doc in docs]

    def _paper_values(self, doc):
        """Return the texts of one form.

        The shared template takes ``organisation title running issue period head blocks sign date``; the blocks are
        made by ``_text_block``, ``_table_block`` and ``_box_block``.

        :param doc: one record of ``_paper_model``
        """
        raise NotImplementedError

    def _paper_file(self, name):
        """Return a file of the paper, trusted because the module ships it."""
        with file_open(f"perf_appraisal/report/{name}") as file:
            return Markup(file.read())

    # === HELPERS - BLOCKS === #

    def _text_block(self, label, text, lines=3):
        """Return a box of words with its heading.

        :param str label: the heading
        :param str text: the words; without any, room is left for the pen
        :param int lines: how many lines of room
        """
        return {"kind": "text", "label": label, "paragraphs": self._paragraphs(text), "lines": lines}

    @staticmethod
    def _table_block(columns, sections, total=None):
        """Return a table whose headings are repeated on every page.

        :param list columns: ``(heading, width in px, class)``; the widths add up to 968, lying to 1508
        :param list sections: ``{"name", "rows": [{"cells": [text or list of texts], "below": [text], "room": height in
            px that a row has at least}]}``
        :param list total: ``(text, columns)`` of the last row
        """
        return {"kind": "table", "columns": columns, "sections": sections, "total": total or []}

    @staticmethod
    def _headed(widths, *headings):
        """Return the columns of a table.

        :param widths: in px
        :param headings: tuples ``(text, class)``
        """
        return [(text, width, look) for (text, look), width in zip(headings, widths, strict=True)]

    @staticmethod
    def _cut_block(label):
        """Return the line along which a slip is cut off, and the slip's title.

        :param str label: the title
        """
        return {"kind": "cut", "label": label}

    @staticmethod
    def _box_block(rows, tall=False):
        """Return the places for opinions, signatures and seals.

        :param list rows: rows of ``{"label", "text", "done", "drawn": signature in base64, "sign": [places in the last
            line]}``
        :param bool tall: leave more room to sign, where nothing else stands in the boxes
        """
        empty = {"text": "", "done": "", "drawn": "", "sign": []}
        return {"kind": "boxes", "tall": tall, "rows": [[{**empty, **box} for box in row] for row in rows]}

    @staticmethod
    def _pairs(cells, count=2):
        """Return the head's rows of labels and texts.

        :param list cells: ``(label, text)``
        :param int count: pairs in a row
        """
        texts = [(label, text or "") for label, text in cells]
        texts += [("", "")] * (-len(texts) % count)
        return [texts[start : start + count] for start in range(0, len(texts), count)]

    def _place(self, kind):
        """Return a place to be filled in with ink: ``signature``, ``seal`` or ``date``."""
        return {
            "signature": self.env._("Signature: ____________"),
            "seal": self.env._("(Seal)"),
            "date": self.env._("Date: __________"),
        }[kind]

    def _places(self, *kinds):
        return [self._place(kind) for kind in kinds]

    # === HELPERS - TEXTS === #

    def _printed_on(self):
        """Return the day of printing."""
        return self._day(self.env.company._perf_today())

    def _state_issue(self, doc):
        """Return how far a document is and when it was printed."""
        return self.env._("%(state)s · printed %(date)s", state=doc._state_label(), date=self._printed_on())

    def _period(self, period):
        """Return the period and its days: a month may begin on another day than the first."""
        return self.env._(
            "%(period)s (%(start)s – %(end)s)",
            period=period.display_name,
            start=self._day(period.date_start),
            end=self._day(period.date_end),
        )

    @staticmethod
    def _paragraphs(text):
        """Return the pieces of a text that stay whole: ``(text, whether it opens a paragraph)``."""
        pieces = []
        for paragraph in (text or "").splitlines():
            rest, opens = paragraph.strip(), True
            while rest:
                end = len(rest)
                if end > PARAGRAPH_LENGTH:
                    stops = [rest.rfind(mark, 0, PARAGRAPH_LENGTH) for mark in "。；;. ，、"]
                    end = max(stops) + 1 or PARAGRAPH_LENGTH
                pieces.append((rest[:end].strip(), opens))
                rest, opens = rest[end:], False
        return pieces

    def _head_name(self, unit, signer, absent):
        """Return who signed as head of a unit, and in whose place; while nobody has signed the head of today.

        :param unit: ``hr.department`` record
        :param signer: ``res.users`` record, if any
        :param absent: ``hr.employee`` record for whom the user stood in, if any
        """
        if not signer:
            return unit.manager_id.name
        if not absent:
            return signer.name
        return self.env._("%(name)s in place of %(absent)s", name=signer.name, absent=absent.name)

    def _head_of_sheet(self, sheet):
        """Return who submitted the sheet of a unit as its head; of all others the head of today.

        :param sheet: ``perf.appraisal`` record, as superuser
        """
        submitted = sheet.kind == "unit" and sheet.state != "draft"
        signer = sheet.filled_by_id if submitted else sheet.filled_by_id.browse()
        return self._head_name(sheet.unit_id, signer, sheet.filled_for_id)

    def _done(self, user, moment, absent=None):
        """Return who did a step in the system, in whose place, and on which day.

        :param user: ``res.users`` record
        :param datetime moment: when
        :param absent: ``hr.employee`` record for whom the user stood in, if any
        """
        if not moment:
            return ""
        day = self._day(self.env.company._perf_local(moment).date())  # the same, whoever prints it
        if absent:
            return self.env._(
                "Recorded: %(name)s in place of %(absent)s, %(date)s",
                name=user.name or "",
                absent=absent.name,
                date=day,
            )
        return self.env._("Recorded: %(name)s, %(date)s", name=user.name or "", date=day)

    # === HELPERS - DATES AND NUMBERS === #

    @tools.ormcache("day", "self.env.lang")
    def _day(self, day):
        """Return a date as it is written on paper: the same few on hundreds of forms."""
        return format_date(self.env, day, date_format="medium")

    def _short_day(self, day, skeleton="MMMd"):
        """Return a day without its year, as the language writes it.

        :param date day: the day
        :param str skeleton: the parts to write, as in the Unicode locale data; ``MMMEd`` adds the day of the week
        """
        return format_skeleton(skeleton, day, locale=babel_locale_parse(get_lang(self.env).code))

    @staticmethod
    def _number(value, digits=4):
        """Return a number without trailing zeros."""
        text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text

    def _points(self, value):
        """Return points with at most two decimals."""
        return self._number(value, digits=2)
