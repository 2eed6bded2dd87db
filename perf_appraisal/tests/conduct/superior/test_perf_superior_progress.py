from odoo import Command
from odoo.tests import tagged

from ...common import PerfCommon


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
        revision = cls.plan_unit.with_user(cls.coordinator)._revise()
        for plan, head in ((cls.draft, cls.other_head), (revision, cls.head)):
            plan._add_indicators(cls.roads)
            plan.line_ids[-1:].superior_indicator_id = cls.superior
            plan.with_user(head).action_sign(points_meant=True)
            plan.with_user(cls.office).action_approve(points_meant=True)
        cls.sheet = cls._create_unit_sheet(cls.other)
        cls.assisting_sheet = cls._create_unit_sheet()
        cls.quarter = cls.sheet.period_id.number

    def _rows(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["perf.superior.progress"].with_user(user or self.office).search([], order="quarter")

    def test_target_stands_at_the_end_of_each_quarter(self):
        self.assertEqual(self._rows().mapped("target"), [10.0, 20.0, 30.0, 40.0])
        self.assertEqual(self._rows().mapped("gap"), [10.0, 20.0, 30.0, 40.0])

    def _report(self, sheet, actual):
        """Confirm a sheet with a value; the flow itself is tested elsewhere."""
        self.env.flush_all()
        line = self._line(sheet, self.roads)
        self.env.cr.execute("UPDATE perf_appraisal_line SET actual_value = %s WHERE id = %s", [actual, line.id])
        self.env.cr.execute("UPDATE perf_appraisal SET state = 'confirmed' WHERE id = %s", [sheet.id])

    def _standing(self, value):
        return [value if number >= self.quarter else 0.0 for number in (1, 2, 3, 4)]

    def test_done_adds_up_what_confirmed_sheets_of_units_say(self):
        self.assertEqual(self._rows().mapped("done"), [0.0] * 4)
        self._report(self.sheet, 7)
        self.assertEqual(self._rows().mapped("done"), self._standing(7.0))
        self._report(self.assisting_sheet, 4)
        rows = self._rows()
        self.assertEqual(rows.mapped("done"), self._standing(11.0))
        self.assertEqual((rows[3].gap, rows[3].percent, rows[3].unit_count), (29.0, 27.5, 2))
        self.assertEqual((self.superior.done, self.superior.gap), (11.0, 29.0))
        self.assertEqual(self.draft.line_ids.with_user(self.other_head).done, 7.0)

    def test_of_a_rate_the_mean_of_the_units_counts(self):
        self.superior.sudo().write({"uom": "%", "target": 90.0})
        self._report(self.sheet, 80)
        self._report(self.assisting_sheet, 90)
        rows = self._rows()
        self.assertEqual(rows.mapped("target"), [90.0] * 4)
        self.assertEqual(rows.mapped("done"), self._standing(85.0))

    def test_rates_of_several_periods_are_not_added_up(self):
        other_quarter = self.cycle.period_ids.filtered(
            lambda period: period.kind == "quarter" and period.state == "pending"
        )[:1]
        self._open_period(other_quarter)
        sheets = self.sheet + self.env["perf.appraisal"].search(
            [("kind", "=", "unit"), ("unit_id", "=", self.other.id), ("period_id", "=", other_quarter.id)],
        )
        first, last = sheets.sorted(lambda sheet: sheet.period_id.date_end)
        self._report(first, 80)
        self._report(last, 90)
        self.assertEqual(self._rows()[3].done, 170.0)  # kilometres
        self.assertEqual(set(self.draft.line_ids.mapped("target_mode")), {"period"})
        self.env.cr.execute("UPDATE perf_indicator SET uom = '%%' WHERE id = %s", [self.roads.id])
        self.assertEqual(self._rows()[3].done, 90.0)
        self.assertEqual(self._rows()[first.period_id.number - 1].done, 80.0)
        self.assertEqual(self.superior.done, 90.0)
        self._report(self.assisting_sheet, 60)
        self.assertEqual(self._rows()[3].done, 75.0)

    def test_only_what_is_comparable_is_aggregated(self):
        self._report(self.sheet, 10)
        values = {"cycle_id": self.cycle.id, "name": "Investment", "uom": "10k yuan", "target": 800.0}
        money = self.superior.create(values)
        self.superior.sudo().uom = "km"
        self.env.flush_all()
        measures = ["target:max", "done:max", "gap:max", "percent:avg"]
        read = self.env["perf.superior.progress"].with_user(self.office)._read_group
        self.assertEqual(
            read([], ["superior_indicator_id"], measures),
            [(self.superior, 40.0, 10.0, 30.0, 25.0), (money, 800.0, 0.0, 800.0, 0.0)],
        )
        [(target, done, gap, percent)] = read([], [], measures)
        self.assertEqual((target, done, gap), (False, False, False))
        self.assertEqual(percent, 12.5)
        self.assertEqual([uom for uom, _count in read([], ["uom"], ["__count"])], ["10k yuan", "km"])

    def test_answering_units_read_their_own_rows(self):
        for user in (self.other_head, self.head, self.auditor):
            self.assertEqual(len(self._rows(user)), 4, user.login)
        for user in (self.staff, self.stranger, self.hr):
            self.assertFalse(self._rows(user), user.login)
