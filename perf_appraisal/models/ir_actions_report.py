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
        if not (self.report_name or "").startswith(PAPER_PREFIX):
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
