import re

from odoo.http import Controller, content_disposition, request, route

#: An id as a page sends it.
_NUMBER = re.compile(r"[0-9]{1,9}")


class PerfRatingResultsController(Controller):
    """Download what a rating came to as a workbook."""

    @route("/perf_appraisal/rating.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def rating(self, rating_id=""):
        """Return the workbook of a closed rating with what the user may see of it.

        :param str rating_id: id of the rating
        """
        found = int(rating_id) if _NUMBER.fullmatch(rating_id) else False
        name, content = request.env["perf.rating.score"]._export_xlsx(found)
        headers = [
            ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)
