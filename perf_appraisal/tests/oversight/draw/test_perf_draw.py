from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...common import OFFICE
from ...spot import INSPECTOR, SpotCase


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

    def test_nor_does_it_matter_who_was_visited_or_inspects_since(self):
        """Every kind of draw, after its people have gone, its sheet has moved on and its units were visited."""
        sheet = self._create_unit_sheet()
        self._submit(sheet, self.head)
        for_whom = [Command.set(self.inspection.ids)]
        draws = (
            self._drawn(seed="units")
            + self._drawn(kind="inspector", inspection_ids=for_whom, seed="people")
            + self._drawn(kind="line", unit_id=self.township.id, number=1, seed="lines", category_ids=False)
        )
        names = [draw.drawn_ids.sorted("place").mapped("name") for draw in draws]
        self.inspection.with_user(self.office).inspector_ids = [self._people("inspector", "inspector2")]
        self._start()
        self._issue()
        (self.inspector + self.inspector2).employee_id.write({"active": False, "name": "Gone"})
        self._create_users({"newcomer": (self.county, INSPECTOR, {})})
        sheet.with_user(self.office2).action_review()
        self.units.perf_category_id = self.env["perf.category"].create({"name": "Others", "kind": "unit"})
        self.env.flush_all()
        self.env.invalidate_all()
        for draw, drawn in zip(draws, names, strict=True):
            self.assertTrue(drawn)
            self.assertEqual(draw.action_repeat()["params"]["type"], "success", draw.kind)
            self.assertEqual(draw.drawn_ids.sorted("place").mapped("name"), drawn, draw.kind)

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

    def _quarter_before(self):
        """Return the quarter before that of today, of the year before if need be."""
        quarters = self.cycle.period_ids.filtered(lambda period: period.kind == "quarter")
        if self.quarter.number == 1:
            values = {"year": self.cycle.year - 1, "scheme_ids": [Command.set(self.cycle.scheme_ids.ids)]}
            cycle = self.env["perf.cycle"].create(values)
            cycle.with_user(self.admin).action_open()
            quarters = cycle.period_ids.filtered(lambda period: period.kind == "quarter")
        return quarters.filtered(lambda period: period.date_end < self.quarter.date_start).sorted("date_end")[-1:]

    def test_drawn_lines_show_what_the_unit_says_of_itself_and_what_was_found_before(self):
        roads = self.unit_indicators[0]
        rule = [roads.id, self.rule_untidy.id]
        self.env.cr.execute("UPDATE perf_indicator_rule SET indicator_id = %s WHERE id = %s", rule)
        self.env.invalidate_all()
        visit = self._start(self._create_inspection(period_id=self._quarter_before().id))
        found = {"rule_id": self.rule_untidy.id, "employee_id": False}
        finding = self._find(visit, facts="Holes in the road", **found)
        withdrawn = self._find(visit, facts="A wrong road", **found)
        self._issue(visit)
        withdrawn.with_user(self.office).action_withdraw(reason="Not theirs")
        sheet = self._create_unit_sheet()
        photo = self._create_attachment(self.coordinator, name="road.jpg")
        self._line(sheet, roads).with_user(self.coordinator).evidence_ids = photo
        self._submit(sheet, self.head)
        draw = self._drawn(kind="line", unit_id=self.township.id, number=2, category_ids=False)
        line = draw.drawn_ids.filtered(lambda drawn: drawn.line_id.indicator_id == roads)
        told = f"{finding.name} Holes in the road"
        self.assertRecordValues(line, [{"own_score": 54.0, "evidence": "road.jpg", "last_finding": told}])
        self.assertEqual(line.with_user(self.office).evidence_ids, photo)
        other = draw.drawn_ids - line
        self.assertRecordValues(other, [{"own_score": 36.0, "evidence": "", "last_finding": ""}])
        paper = self.env["report.perf_appraisal.report_perf_draw"].with_user(self.office)._get_report_values(draw.ids)
        _how, drawn, pool, _boxes = paper["sheets"][0]["blocks"]
        rows = drawn["sections"][0]["rows"]
        self.assertIn(["Roads", "54", ["road.jpg"], [told]], [row["cells"][2:] for row in rows])
        headings = [column[0] for column in pool["columns"]]
        self.assertEqual(headings, ["Serial No.", "Indicator", "Order of Drawing", "Drawn as No."])

    def test_the_day_of_the_last_visit_is_kept(self):
        self._start()
        self._issue()
        today = self.env.company._perf_today()
        line = self._drawn().line_ids.filtered(lambda line: line.unit_id == self.township)
        self.assertEqual(line.last_visit, today)
        self.inspection.sudo()._unlocked().date = fields.Date.subtract(today, days=90)
        line = self._drawn().line_ids.filtered(lambda line: line.unit_id == self.township)
        self.assertEqual(line.weight, 90)
