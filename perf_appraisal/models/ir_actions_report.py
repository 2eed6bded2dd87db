import io
import re
import shutil
import subprocess
from functools import cache

from odoo import models
from odoo.exceptions import UserError

from ..const import PAPER_PREFIX

#: A Chinese character.
_CHINESE = re.compile("[\u4e00-\u9fff]")


@cache
def has_chinese_font():
    """Return whether the server can draw Chinese; where nobody can tell, it is believed to."""
    lister = shutil.which("fc-list")
    if not lister:
        return True
    done = subprocess.run([lister, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode != 0 or bool(done.stdout.strip())


class IrActionsReport(models.Model):
    """Printing of the module's papers."""

    _inherit = "ir.actions.report"

    def _prepare_html(self, html, report_model=False):
        """Hand the module's papers over as they are: one body, without asset bundles, header and footer.

        They carry their own styles and lay themselves out on pages, so that they print right from a job without a web
        server, with any ``wkhtmltopdf``, and many records in one call.

        :raise UserError: when the server would print squares in place of Chinese
        """
        if not self._is_paper():
            return super()._prepare_html(html, report_model=report_model)
        text = html.decode() if isinstance(html, bytes) else html
        if _CHINESE.search(text) and not has_chinese_font():
            raise UserError(
                self.env._(
                    "The server has no Chinese font, and would print squares. Ask its administrator to install one, "
                    "such as Noto Sans CJK (package fonts-noto-cjk), and to start Odoo again.",
                ),
            )
        return [text], [None], None, None, {}

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Leave the file of several papers in one piece, as it was printed.

        Where every form takes one page, the core takes the file apart to keep a file for each record, and joins them
        again: for a hundred forms that takes nearly as long as printing them, and each page brings the fonts along.
        """
        report = self._get_report(report_ref)
        alone = not res_ids or len(res_ids) == 1
        if alone or not report._is_paper() or report.attachment or self.get_wkhtmltopdf_state() == "install":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        html, _kind = self.with_context(debug=False)._render_qweb_html(report_ref, res_ids, data=data)
        bodies, *_none = report._prepare_html(html)
        content = self._run_wkhtmltopdf(bodies, report_ref=report_ref)
        return {False: {"stream": io.BytesIO(content), "attachment": None}}

    # === HELPERS === #

    def _is_paper(self):
        """Return whether the report is a paper of the module."""
        return (self.report_name or "").startswith(PAPER_PREFIX)
