import base64
import io
import json
import re

import openpyxl

from odoo import Command
from odoo.tests import HttpCase, tagged
from odoo.tools.translate import code_translations

from ....models.conduct.grid.perf_grid_xlsx import HEADER_COLUMNS, HEADER_ROWS
from ...browser import SharedBrowserMixin
from ...common import PerfCommon

#: Twelve columns: nine where somebody gives points, then a level, a measured value, how often something happened.
GIVEN, LEVEL, RATIO, COUNTED = range(9), 9, 10, 11
PEOPLE = 30


class GridTours:
    """The grids in a real browser, of people who read Chinese; an error in its console fails the tour.

    Here is what is tried on both screens: whether the keyboard's cell, its heading and its name stay in sight.
    """

    #: How many people the coordinator enters, and the tour that does it.
    people, tour = PEOPLE, "perf_grid_self"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese()

    # === THE MONTH OF A UNIT === #

    def _month(self, people=PEOPLE):
        """Open a month for so many people with twelve lines; return their sheets and the indicators."""
        indicators = self._twelve()
        self._create_plan(indicators, scope="staff", unit_id=self.township.id)
        values = {"department_id": self.section.id, "job_id": self.job.id, "company_id": self.env.company.id}
        self.env["hr.employee"].create([{"name": f"人员{number:02}", **values} for number in range(people - 5)])
        self.sheets["staff"].search([("period_id", "=", self.month.id)])._unlocked().write({"state": "excused"})
        month = self._next_month()
        self._open_period(month)
        domain = [("period_id", "=", month.id), ("unit_id", "=", self.township.id), ("kind", "=", "employee")]
        sheets = self.env["perf.appraisal"].search(domain)
        self.assertEqual((len(sheets), len(sheets.line_ids)), (people, people * 12))
        return sheets, indicators

    def _twelve(self):
        given = [self._create_indicator(f"事项{number + 1}", full_score=10.0) for number in GIVEN]
        levels = [{"name": "好", "min_points": 7, "max_points": 10}, {"name": "一般", "min_points": 0, "max_points": 6}]
        values = {"full_score": 10.0, "level_ids": [Command.create(level) for level in levels]}
        rules = [self._rule("deduction", "发现", 0.5, uom="次")]
        return self.env["perf.indicator"].union(
            *given,
            self._create_indicator("服务", method="level", **values),
            self._create_indicator("走访", method="ratio", full_score=10.0, default_target=10.0),
            self._create_indicator("卫生", method="deduction", full_score=10.0, rule_ids=rules),
        )

    def test_coordinator_enters_a_month_by_keyboard_alone(self):
        sheets, indicators = self._month(self.people)
        self.start_tour("/odoo/appraisal-grid", self.tour, login="coordinator", timeout=300)
        self.assertState(sheets, "self_scored")
        self.assertEqual(sheets.filler_ids, self.coordinator)
        typed = {(row, column): (row + column) % 8 for row in range(self.people) for column in range(12)}
        found = self._values(sheets, indicators)
        self.assertEqual(found, typed)
        zeros = [place for place, value in typed.items() if not value and place[1] != COUNTED]
        notes = sheets.line_ids.filtered("self_note").mapped("self_note")
        self.assertEqual(sorted(notes), [*["没有此项工作"] * (len(zeros) - 1), "病假"])

    def _values(self, sheets, indicators):
        """Return what stands in the cells of the grid: ``{(row, column): value}``."""
        rows = sorted(sheets, key=lambda sheet: (sheet._who(), sheet.id))
        return {
            (row, column): self._line(sheet, indicator)._cell_value("self")
            for row, sheet in enumerate(rows)
            for column, indicator in enumerate(indicators)
        }

    # === LEAD UNIT AND LEADER === #

    def test_lead_unit_pastes_three_indicators_of_thirty_six_units(self):
        values = {"kind": "unit", "scheme_id": self.scheme_unit.id, "frequency": "quarter", "full_score": 10.0}
        values["lead_unit_ids"] = [Command.set(self.other.ids)]
        indicators = self.env["perf.indicator"].union(
            *[self._create_indicator(f"牵头事项{number + 1}", **values) for number in range(3)]
        )
        units = self.env["hr.department"].union(
            *[self._create_department(f"村{number + 1:02}", parent_id=self.county.id) for number in range(36)]
        )
        self._create_plan(indicators, scope="category", category_id=self.category_unit.id)
        self._create_unit_sheet()
        sheets = self.env["perf.appraisal"].search([("kind", "=", "unit"), ("unit_id", "in", units.ids)])
        self.assertEqual(len(sheets.line_ids), 108)
        sheets.line_ids._unlocked().write({"self_value": 9.0})
        sheets._unlocked().write({"state": "self_scored"})
        sheets._start_review()
        self.env.flush_all()
        self.start_tour("/odoo/appraisal-grid-lead", "perf_grid_lead", login="other_head", timeout=120)
        found = {
            (row, column): self._line(sheet, indicator).review_score
            for row, sheet in enumerate(sorted(sheets, key=lambda sheet: sheet.unit_id.name))
            for column, indicator in enumerate(indicators)
        }
        self.assertEqual(found, {place: 5 + sum(place) % 4 for place in found})
        self.assertEqual(set(sheets.line_ids.mapped("review_reason")), {"现场核查"})
        self.assertEqual(sheets.line_ids.reviewed_by_id, self.other_head)


@tagged("post_install", "-at_install")
class TestPerfGridTours(GridTours, SharedBrowserMixin, PerfCommon, HttpCase):
    """On a screen of an ordinary desk."""

    allow_inherited_tests_method = True
    browser_size = "1400x900"

    def test_figures_of_a_leader_leave_out_rows_without_a_score(self):
        self._submit(self.sheet)
        self._pass_deadlines(self.month)
        self.sheets["colleague"].with_user(self.deputy).action_skip_self_score()
        self.start_tour("/odoo/appraisal-grid-review", "perf_grid_review", login="deputy", timeout=60)
        lines = self.sheets["colleague"].line_ids.filtered("review_reason")
        self.assertEqual(lines.indicator_id, self.judged + self.ratio, "the zeros have the word of one tick")
        self.assertEqual(lines.mapped("review_value"), [0.0, 0.0])


@tagged("post_install", "-at_install")
class TestPerfGridToursSmall(GridTours, SharedBrowserMixin, PerfCommon, HttpCase):
    """On an old small screen."""

    allow_inherited_tests_method = True
    browser_size = "1024x768"
    people, tour = 20, "perf_grid_self_small"

    # === THE MONTH AS A WORKBOOK: WHAT IS REFUSED CAN BE READ IN FULL, WHICH IS HARDER HERE === #

    def test_coordinator_uploads_a_month_with_ten_errors_and_then_without(self):
        sheets, indicators = self._month()
        rows = sorted(sheets, key=lambda sheet: (sheet._who(), sheet.id))
        entries = {(row, column): self._entry(row, column) for row in range(PEOPLE) for column in range(12)}
        self._line(rows[8], indicators[0]).with_user(self.coordinator).self_value = 6.0
        self.authenticate("coordinator", "coordinator")
        book = self._download()
        self._line(rows[9], indicators[RATIO]).with_user(self.coordinator).actual_value = 9.0  # meanwhile
        self._fill_in_book(book, entries)
        self._attach("planted.json", json.dumps(self._plant_errors(book, rows)).encode())
        self._attach("planted.xlsx", self._content(book))
        clean = self._download()
        self._fill_in_book(clean, entries)
        self._attach("clean.xlsx", self._content(clean))
        before = self._values(sheets, indicators)
        wizards = self._watch_previews(sheets, indicators)
        self.start_tour("/odoo/appraisal-grid", "perf_grid_xlsx", login="coordinator", timeout=120)
        self.assertEqual([values == before for values in wizards], [True, True], "a preview wrote something")
        self.assertEqual(self._values(sheets, indicators), entries)
        self.assertState(sheets, "draft")

    @staticmethod
    def _entry(row, column):
        """Return what somebody enters in a cell."""
        return {LEVEL: 7 + row % 4, RATIO: 5 + row % 6, COUNTED: row % 3}.get(column, 1 + (row + column) % 9)

    def _download(self):
        """Return the workbook of the grid as the browser gets it."""
        answer = self.url_open("/perf_appraisal/grid.xlsx?kind=self")
        self.assertEqual(answer.status_code, 200)
        return openpyxl.load_workbook(io.BytesIO(answer.content))

    def _content(self, book):
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def _attach(self, name, content):
        values = {"name": name, "datas": base64.b64encode(content)}
        self.env["ir.attachment"].with_user(self.coordinator).create(values)

    def _cell(self, book, row, column):
        return book.worksheets[0].cell(HEADER_ROWS + 1 + row, HEADER_COLUMNS + 1 + 2 * column)

    def _fill_in_book(self, book, entries):
        for (row, column), value in entries.items():
            self._cell(book, row, column).value = value

    def _plant_errors(self, book, rows):
        """Plant ten errors, all of them different; return the cell, the name and a pattern of the reason of each."""
        planted = []

        def plant(row, column, value, reason):
            cell = self._cell(book, row, column)
            cell.value = value
            planted.append((cell.coordinate, rows[row]._who(), reason))

        plant(0, GIVEN[2], "十八", self._reason("“%s” is not a number."))
        plant(1, GIVEN[3], 11, self._reason("the %(label)s %(value)s is outside %(low)s to %(high)s."))
        plant(2, GIVEN[4], "=1+", self._reason("“%s” is not a number."))
        plant(3, LEVEL, 6.5, self._reason("these points fit none of the levels: %s."))
        plant(4, COUNTED, -2, self._reason("a number of times is not below zero."))
        plant(5, RATIO, 1e15, self._reason("the number is too large."))
        plant(8, GIVEN[0], None, self._reason("empty: write 0 if you mean 0."))
        changed = self._reason("somebody changed it meanwhile, it is %s now.")
        plant(9, RATIO, 4, changed)
        self._append(book, rows[27].id, rows[27]._who())
        planted.append(("A36", rows[27]._who(), self._reason("row %(row)s repeats row %(first)s.")))
        self._append(book, None, "新来的人")
        planted.append(("A37", "新来的人", self._reason("row %s is not of this workbook.")))
        self.assertEqual(len(planted), 10)
        return planted

    def _append(self, book, row_id, name):
        """Write a further row, as somebody does who copies one or adds a person."""
        book.worksheets[0].append([row_id, name, "", 5])

    def _reason(self, source):
        """Return a pattern of a sentence's Chinese, whatever stands in its gaps."""
        words = code_translations.get_python_translations("perf_appraisal", "zh_CN")[source]
        return "^" + ".*".join(re.escape(part) for part in re.split(r"%\(\w+\)s|%s", words)) + "$"

    def _watch_previews(self, sheets, indicators):
        """Return a list that takes what stands in the cells after each preview."""
        values, wizard_class = [], self.registry["perf.grid.import"]
        preview = wizard_class.action_preview

        def preview_and_look(wizard):
            action = preview(wizard)
            lines = sheets.with_env(self.env(cr=wizard.env.cr))
            values.append(self._values(lines, indicators.with_env(lines.env)))
            return action

        self.patch(wizard_class, "action_preview", preview_and_look)
        return values
