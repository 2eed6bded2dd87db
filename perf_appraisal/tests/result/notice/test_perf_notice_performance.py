"""What a click on a notice costs does not depend on how many stand on it."""

from odoo.tests import tagged

from ...crowd import FEW, MANY, CrowdMixin
from ...notices import NoticeCase


@tagged("post_install", "-at_install")
class TestPerfNoticePerformance(CrowdMixin, NoticeCase):
    """Publishing, reading and making final take as many queries for many as for few."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        units = cls.env["hr.department"].create(
            [
                {
                    "name": f"Unit {number}",
                    "perf_is_unit": True,
                    "parent_id": cls.county.id,
                    "perf_category_id": cls.category_unit.id,
                }
                for number in range(1 + FEW + MANY)
            ]
        )
        crowd = cls.env["perf.appraisee"].create(
            [
                {"cycle_id": cls.past.id, "kind": "unit", "unit_id": unit.id, "category_id": cls.category_unit.id}
                for unit in units
            ]
        )
        cls.notices, first = [], 0
        for quarter, number in ((cls.q2, 1), (cls.q3, FEW), (cls.q4, MANY)):  # the first: what a process loads once
            mine, first = crowd[first : first + number], first + number  # others: no notice tells the place before
            for appraisee in mine:
                cls._post(appraisee, quarter, "rating", 80.0, number=quarter.number)
            quarter.with_user(cls.office).action_compute()
            cls.env.invalidate_all()
            draft = cls.env["perf.notice"].browse(quarter.with_user(cls.office).action_publish_notice()["res_id"])
            cls.notices.append(draft.with_user(cls.office))
            draft.write(dict.fromkeys(("show_rank", "show_total", "show_review"), True))

    def test_publishing_reading_and_making_final(self):
        self._assert_flat("publish", lambda notice: notice.action_publish(), rows=4)
        self._assert_flat("read", lambda notice: notice.with_user(self.stranger).line_ids.read(), rows=1)
        with self._after(self.notices[-1]):
            self._assert_flat("final", lambda notice: notice.action_finalize(), rows=2)
        self.assertEqual(len(self.notices[-1].line_ids), MANY)

    def _assert_flat(self, what, act, rows):
        counts = [self._queries(act, notice)[0] for notice in self.notices]
        self.assertFlat(*counts[1:], rows=rows * (MANY - FEW), what=what)
