import re

from odoo.http import Controller, content_disposition, request, route

#: An id as a page sends it.
_NUMBER = re.compile(r"[0-9]{1,9}")


class PerfGridController(Controller):
    """Download a grid as a workbook."""

    @route("/perf_appraisal/grid.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def grid(self, kind="", period_id="", unit_id=""):
        """Return the workbook of a grid with what the user may see of it.

        :param str kind: ``self``, ``review`` or ``lead``
        :param str period_id: id of the period, or nothing for the first
        :param str unit_id: id of the unit, or nothing for all
        """
        ids = [int(text) if _NUMBER.fullmatch(text) else False for text in (period_id, unit_id)]
        name, content = request.env["perf.grid"]._export_xlsx(kind, *ids)
        headers = [
            ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)
