from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import OFFICE
from ...spot import SpotCase


@tagged("post_install", "-at_install")
class TestPerfDraw(SpotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.township + cls.other
        for name in ("North", "South", "Middle", "Hill"):
            cls.units += cls._create_department(f"{name} Township", parent_id=cls.county.id)

    def _create_draw(self, user=None, **values):
        values = {"period_id": self.quarter.id, "category_ids": [Command.set(self.category_unit.ids)], **values}
        return self.env["perf.draw"].with_user(user or self.office).create({"seed": "seven", "number": 2, **values})

    def _drawn(self, **values):
        draw = self._create_draw(**values)
        draw.action_draw()
        return draw

    def test_units_are_drawn_by_the_days_since_their_last_visit(self):
        self._start()
        draw = self._drawn()
        self.assertEqual(draw.line_ids.unit_id, self.units)
        weights = {line.unit_id: line.weight for line in draw.line_ids}
        self.assertEqual((weights[self.township], weights[self.other]), (1, 730))
        self.assertEqual((len(draw.drawn_ids), draw.drawn_by_id), (2, self.office))

    def test_it_can_be_repeated_whatever_has_changed_since(self):
        draw = self._drawn()
        names = draw.drawn_ids.sorted("place").mapped("name")
        self._start()
        self.units[2].name = "Renamed Township"
        self.units[3].perf_is_unit = False
        self._create_department("New Township", parent_id=self.county.id)
        self.assertEqual(draw.action_repeat()["params"]["type"], "success")
        self.assertEqual(draw.drawn_ids.sorted("place").mapped("name"), names)
        self.env.flush_all()
        self.env.cr.execute("UPDATE perf_draw_line SET rank = -1 WHERE draw_id = %s AND drawn IS NOT TRUE", draw.ids)
        self.env.invalidate_all()
        self.assertEqual(draw.action_repeat()["params"]["type"], "warning")

    def test_nothing_of_it_changes_afterwards(self):
        draw = self._drawn()
        for values in ({"seed": "eight"}, {"number": 3}, {"category_ids": [Command.clear()]}):
            with self.assertRefused(UserError, "cannot be changed now"):
                draw.write(values)
        with self.assertRefused(UserError, "kept by itself"):
            draw.line_ids[:1].sudo().drawn = True
        with self.assertRefused(UserError, "stays on record"):
            draw.unlink()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_draws_or_sees_drawn_a_unit_of_his_own(self):
        officer = self._create_user("officer", self.township, groups=OFFICE)
        draw = self._drawn()
        self.env.flush_all()
        self.assertTrue(draw.with_user(self.office2).has_access("read"))
        self.assertFalse(draw.with_user(officer).has_access("read"))
        self.assertFalse(draw.line_ids.with_user(officer).has_access("read"))
        own = self._drawn(user=officer)
        self.assertEqual((own.left_out, self.township in own.line_ids.unit_id), ("East Township", False))
        for user in (self.inspector, self.head):
            with self.assertRefused(AccessError):
                self._create_draw(user)

    def test_inspections_are_made_of_the_units_that_were_drawn_and_once(self):
        draw = self._drawn()
        made = self.env["perf.inspection"].search(draw.action_make_inspections()["domain"])
        self.assertEqual(made.unit_id, draw.drawn_ids.unit_id)
        draw.action_make_inspections()
        self.assertEqual(
            len(
                self.env["perf.inspection"].search(
                    [("unit_id", "in", made.unit_id.ids), ("id", "!=", self.inspection.id)]
                )
            ),
            2,
        )

    def test_inspectors_are_drawn_without_those_whose_own_unit_it_is(self):
        draw = self._drawn(kind="inspector", inspection_ids=[Command.set(self.inspection.ids)])
        names = set(draw.line_ids.mapped("name"))
        self.assertTrue({"Inspector", "Inspector2"} <= names)
        self.assertNotIn("Insider", names)
        self.assertEqual(self.inspection.inspector_ids, draw.drawn_ids.employee_id)
        self.assertEqual(draw.action_repeat()["params"]["type"], "success")

    def test_lines_that_matter_more_are_drawn_first(self):
        sheet = self._create_unit_sheet()
        self._submit(sheet, self.head)
        self.env.cr.execute("UPDATE perf_indicator SET focus = 'service' WHERE id = %s", self.unit_indicators[1].ids)
        self.env.invalidate_all()
        for seed in ("one", "two", "three"):
            draw = self._drawn(kind="line", unit_id=self.township.id, number=1, seed=seed, category_ids=False)
            self.assertEqual(draw.drawn_ids.line_id.indicator_id, self.unit_indicators[1])
        with self.assertRefused(UserError, "Nothing is in the pool"):
            self._drawn(kind="line", unit_id=self.other.id, number=1)

    def test_the_day_of_the_last_visit_is_kept(self):
        self._start()
        self._issue()
        today = self.env.company._perf_today()
        line = self._drawn().line_ids.filtered(lambda line: line.unit_id == self.township)
        self.assertEqual(line.last_visit, today)
        self.inspection.sudo()._unlocked().date = fields.Date.subtract(today, days=90)
        line = self._drawn().line_ids.filtered(lambda line: line.unit_id == self.township)
        self.assertEqual(line.weight, 90)
