from odoo import models

#: Reports whose templates are whole documents of their own.
PAPER_PREFIX = "perf_appraisal.report_"


class IrActionsReport(models.Model):
    """Printing of the module's papers."""

    _inherit = "ir.actions.report"

    def _prepare_html(self, html, report_model=False):
        """Hand the module's papers over as they are: one body, without asset bundles, header and footer.

        They carry their own styles and lay themselves out on pages, so that they print right from a job without a web
        server, with any ``wkhtmltopdf``, and many records in one call.
        """
        if not (self.report_name or "").startswith(PAPER_PREFIX):
            return super()._prepare_html(html, report_model=report_model)
        return [html.decode() if isinstance(html, bytes) else html], [None], None, None, {}
