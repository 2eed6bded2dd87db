from odoo import Command
from odoo.tests import tagged

from ..common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfSuperiorProgress(PerfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roads = cls._create_indicator(
            "Roads built",
            kind="unit",
            scheme_id=cls.scheme_unit.id,
            frequency="quarter",
            method="ratio",
            uom="km",
            default_target=40.0,
        )
        cls.superior = (
            cls.env["perf.superior.indicator"]
            .with_user(cls.office)
            .create(
                {
                    "cycle_id": cls.cycle.id,
                    "name": "Roads of the county",
                    "target": 40.0,
                    "lead_unit_id": cls.other.id,
                    "assist_unit_ids": [Command.set(cls.township.ids)],
                }
            )
        )
        cls.draft = cls._create_plan(cls.roads, approved=False, scope="unit", unit_id=cls.other.id)
        cls.draft.line_ids.superior_indicator_id = cls.superior
        cls.draft.with_user(cls.other_head).action_sign()
        cls.draft.with_user(cls.office).action_approve()
        cls.sheet = cls._create_unit_sheet(cls.other)
        cls.quarter = cls.sheet.period_id.number

    def _rows(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["perf.superior.progress"].with_user(user or self.office).search([], order="quarter")

    def test_target_stands_at_the_end_of_each_quarter(self):
        self.assertEqual(self._rows().mapped("target"), [10.0, 20.0, 30.0, 40.0])
        self.assertEqual(self._rows().mapped("gap"), [10.0, 20.0, 30.0, 40.0])

    def test_done_counts_confirmed_unit_sheets_only(self):
        line = self._line(self.sheet, self.roads)
        self.env.flush_all()
        self.env.cr.execute("UPDATE perf_appraisal_line SET actual_value = 7 WHERE id = %s", [line.id])
        self.assertEqual(self._rows().mapped("done"), [0.0] * 4)
        query = "UPDATE perf_appraisal SET state = 'confirmed' WHERE id = %s"  # the flow is tested elsewhere
        self.env.cr.execute(query, [self.sheet.id])
        expected = [7.0 if number >= self.quarter else 0.0 for number in (1, 2, 3, 4)]
        rows = self._rows()
        self.assertEqual(rows.mapped("done"), expected)
        self.assertEqual(rows[3].gap, 33.0)
        self.assertEqual((self.superior.done, self.superior.gap), (7.0, 33.0))
        self.assertEqual(self.draft.line_ids.with_user(self.other_head).done, 7.0)

    def test_cumulative_lines_count_their_latest_value_and_rates_their_mean(self):
        self.superior.sudo().write({"uom": "%", "target": 90.0})
        self.assertEqual(self._rows().mapped("target"), [90.0] * 4)

    def test_answering_units_read_their_own_rows(self):
        for user in (self.other_head, self.head, self.auditor):
            self.assertEqual(len(self._rows(user)), 4, user.login)
        for user in (self.staff, self.stranger, self.hr):
            self.assertFalse(self._rows(user), user.login)
