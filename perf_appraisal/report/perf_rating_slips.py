import base64
import io

import xlsxwriter
from PIL import Image
from reportlab.graphics.barcode import qrencoder

from odoo import api, models
from odoo.tools import format_date, split_every

from ..const import PAPER_PREFIX

#: Slips on a page: columns and rows.
COLUMNS, ROWS = 4, 11

#: Dots of the picture for one square of a QR code, and squares of the white edge around it.
DOTS, EDGE = 4, 4


class PerfRatingSlips(models.AbstractModel):
    """The file that alone holds new codes: slips to cut and hand out, or a table for text messages."""

    _name = "perf.rating.slips"
    _description = "Slips with Codes"

    # === BUSINESS METHODS === #

    @api.model
    def _pdf(self, group, made):
        """Return slips, 44 on a page: what is asked, for whom, until when, the code, and its address as a QR code.

        :param group: ``perf.rating.group`` record
        :param dict made: as from ``perf.rating.ballot._make_codes``
        :return: ``(name of the file, content)``
        """
        slips = [
            {
                "left": f"{index % COLUMNS * 100 / COLUMNS}%",
                "top": f"{index // COLUMNS * 100 / ROWS}%",
                "who": whose or group.name,
                "code": self._spaced(code),
                "picture": _qr_picture(address),
            }
            for page in split_every(COLUMNS * ROWS, self._rows(group, made))
            for index, (whose, code, address) in enumerate(page)
        ]
        html = self.env["ir.qweb"]._render(
            "perf_appraisal.rating_slips",
            {
                "title": group.rating_id.name,
                "until": format_date(self.env, group.rating_id.date_end),
                "pages": list(split_every(COLUMNS * ROWS, slips)),
                "columns": [f"{place * 100 / COLUMNS}%" for place in range(1, COLUMNS)],
                "rows": [f"{place * 100 / ROWS}%" for place in range(1, ROWS)],
            },
        )
        paper = self.env.ref("perf_appraisal.paperformat_slips").sudo()
        report = self.env["ir.actions.report"].sudo()
        report = report.new({"report_name": f"{PAPER_PREFIX}rating_slips", "paperformat_id": paper.id})
        bodies, *_none = report._prepare_html(html)
        return self._file_name(group, "pdf"), report._run_wkhtmltopdf(bodies)

    @api.model
    def _xlsx(self, group, made):
        """Return a table of units, codes and addresses, all of them texts.

        :param group: ``perf.rating.group`` record
        :param dict made: as from ``perf.rating.ballot._make_codes``
        :return: ``(name of the file, content)``
        """
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        sheet = book.add_worksheet(self.env._("Codes"))
        sheet.set_column(0, 1, 24)
        sheet.set_column(2, 2, 60)
        head = (self.env._("Unit"), self.env._("Code"), self.env._("Address"))
        rows = ((whose, self._spaced(code), address) for whose, code, address in self._rows(group, made))
        for place, row in enumerate((head, *rows)):
            for column, text in enumerate(row):
                sheet.write_string(place, column, text)
        book.close()
        return self._file_name(group, "xlsx"), buffer.getvalue()

    # === HELPERS === #

    @api.model
    def _rows(self, group, made):
        """Return the unit's name, the code and its address, of all codes."""
        units = self.env["hr.department"].sudo().browse(unit for unit in made if unit)
        names = {0: "", **{unit.id: unit.name for unit in units}}
        page = f"{group._ballot_address()}#"
        return [(names[unit], code, f"{page}{code}") for unit, codes in made.items() for code in codes]

    @api.model
    def _file_name(self, group, ending):
        """Return the name of a file of the group's codes."""
        return f"{group.rating_id.name} {group.name}.{ending}".replace("/", "-")

    @api.model
    def _spaced(self, code):
        """Return a code as people read it out, such as ABCDE-FGHJK-LMN."""
        return "-".join("".join(part) for part in split_every(5, code))


def _qr_picture(text):
    """Return a picture of a QR code as the source of an image."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    picture = Image.new("1", (size + 2 * EDGE, size + 2 * EDGE), 1)
    for row, squares in enumerate(code.modules):
        for column, dark in enumerate(squares):
            if dark:
                picture.putpixel((column + EDGE, row + EDGE), 0)
    buffer = io.BytesIO()
    picture.resize((picture.width * DOTS, picture.height * DOTS)).save(buffer, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
