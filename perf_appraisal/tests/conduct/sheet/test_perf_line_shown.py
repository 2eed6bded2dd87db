from odoo import Command
from odoo.tests import Form, tagged

from ...common import PerfCommon

#: What a form shows of a line's points.
SHOWN = ("self_score", "review_score", "is_changed", "review_given")


@tagged("post_install", "-at_install")
class TestPerfLineShown(PerfCommon):
    """What a form shows while somebody types is what the server has, and what nobody gave is empty."""

    # === HELPERS === #

    def _form(self, user, sheet):
        return Form(sheet.with_user(user), view="perf_appraisal.perf_appraisal_view_form")

    def _shown(self, form):
        """Return what the form shows of each line, and in the bar below."""
        lines = [[line.get(name) for name in SHOWN] for line in form.line_ids._records]
        return lines, form.live_score

    def _saved(self, sheet):
        """Return the same of the saved sheet."""
        self.env.flush_all()
        self.env.invalidate_all()
        return [[line[name] for name in SHOWN] for line in sheet.sudo().line_ids], sheet.sudo().live_score

    def _every_method(self):
        """Return the sheet of a further month with a line of every method, and claims of every kind on each."""
        measured = {"default_target": 10.0, "ratio_cap": 1.2}
        more = {
            "judged": {},
            "deduction": {},
            "level": {"level_ids": [Command.create({"name": "Good", "min_points": 0, "max_points": 20})]},
            "ratio": measured,
            "step": {**measured, "step_size": 1.0, "step_points": 1.0},
            "threshold": {**measured, "threshold_value": 5.0},
            "efficacy": {**measured, "low_value": 2.0, "high_value": 10.0},
            "parts": {},
        }
        indicators = self.env["perf.indicator"]
        for method, values in more.items():
            rules = [self._rule("bonus", "Honour", 2.0, highest_only=True), self._rule("deduction", "Late", 0.5)]
            rules += [self._rule("part", "Draft", 8.0)] if method == "parts" else []
            indicators += self._create_indicator(f"Item {method}", method=method, rule_ids=rules, **values)
        return self._create_sheet(self.staff, indicators)

    def _claim_everything(self, sheet):
        """Fill in every line, and claim by each rule; the honour is one matter on all lines, so that one counts."""
        for line in sheet.with_user(self.staff).line_ids:
            if line.input_column:
                line[line.input_column] = 8.0
            if line.method == "level":
                line.level_id = line.indicator_id.level_ids[:1]
            for rule in line.indicator_id.rule_ids:
                self._claim(self.staff, line, rule.name, matter="Model Unit" if rule.highest_only else "Once")

    # === THE PREVIEW IS WHAT IS SAVED === #

    def test_a_leader_s_form_shows_the_saved_scores_of_every_method_with_claims(self):
        sheet = self._every_method()
        self._claim_everything(sheet)
        sheet.with_user(self.staff).action_submit()
        before = self._saved(sheet)
        form = self._form(self.deputy, sheet)
        form.review_comment = "Seen"
        with form.line_ids.edit(0) as line:
            line.review_reason = "Seen"
        changed = [[*row[:3], index == 0] for index, row in enumerate(before[0])]
        self.assertEqual(self._shown(form), (changed, before[1]), "a reason changes no score")
        with form.line_ids.edit(0) as line:
            line.review_value = 5.0
        shown = self._shown(form)
        self.assertEqual(sum(row[2] for row in shown[0]), 1, "one line was changed")
        form.save()
        self.assertEqual(self._saved(sheet), shown)

    def test_a_person_s_form_shows_the_saved_scores_of_every_method_with_claims(self):
        sheet = self._every_method()
        self._claim_everything(sheet)
        form = self._form(self.staff, sheet)
        for index, line in enumerate(sheet.line_ids):
            if line.input_column:
                with form.line_ids.edit(index) as edited:
                    setattr(edited, line.input_column, 6.0)
        shown = self._shown(form)
        form.save()
        self.assertEqual(self._saved(sheet), shown)

    def test_the_dialog_of_a_line_shows_what_refusing_a_claim_will_save(self):
        sheet = self._every_method()
        self._claim_everything(sheet)
        sheet.with_user(self.staff).action_submit()
        for line in sheet.line_ids.with_user(self.deputy):
            with self.subTest(line.method):
                form = Form(line, view="perf_appraisal.perf_appraisal_line_view_form")
                form.review_reason = "One claim is not accepted"
                with form.claim_ids.edit(0) as claim:
                    claim.accepted = False
                    claim.refusal_reason = "No proof"
                shown = [form.self_score, form.review_score]
                form.save()
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual([line.self_score, line.review_score], shown)

    def test_a_new_claim_of_the_same_points_is_outdone_by_the_earlier_one(self):
        rules = [[self._rule("bonus", "Honour", 3.0, highest_only=True)] for _line in range(2)]
        indicators = [self._create_indicator(f"Item {len(rule)}", rule_ids=rule) for rule in rules]
        sheet = self._create_sheet(self.staff, self.env["perf.indicator"].union(*indicators))
        later, earlier = sheet.line_ids.with_user(self.staff)
        self._claim(self.staff, earlier, "Honour", matter="Model Unit")
        form = Form(later, view="perf_appraisal.perf_appraisal_line_view_form")
        with form.claim_ids.new() as claim:
            claim.rule_id = later.indicator_id.rule_ids
            claim.matter = "Model Unit"
        self.assertEqual(form.self_score, 0.0)
        form.save()
        self.assertEqual((later.self_score, earlier.self_score), (0.0, 3.0))

    # === WHAT NOBODY GAVE IS EMPTY === #

    def _given(self, sheet=None):
        """Return which scores of the first line, and of the sheet, are shown."""
        self.env.invalidate_all()
        sheet = (sheet or self.sheet).sudo()
        line = self._line(sheet, self.judged)
        columns = ("self_score", "review_score", "final_score", "percent")
        values = sheet.read(columns)[0]
        return [line.self_given, line.review_given, line.final_given], [values[name] is not False for name in columns]

    def test_only_what_was_given_is_shown(self):
        nothing, self_only = [False] * 4, [True, False, False, False]
        self.assertEqual(self._given(), ([False] * 3, nothing))
        line = self._line(self.sheet, self.judged)
        line.with_user(self.staff).self_note = "Nothing came up"
        self.assertEqual(self._given()[0], [True, False, False], "a zero with its word is a score")
        self._submit(self.sheet)
        self.assertEqual(self._given(), ([True, False, False], self_only))
        line.with_user(self.deputy).write({"review_value": 15, "review_reason": "Late"})
        self.assertEqual(self._given(), ([True, True, False], self_only))
        self.sheet.with_user(self.deputy).action_review()
        self.assertEqual(self._given(), ([True, True, False], [True, True, False, False]))
        self.sheet.with_user(self.office).action_confirm()
        self.assertEqual(self._given(), ([True, True, True], [True] * 4))

    def test_what_is_given_back_is_empty_again(self):
        self._confirm(self.sheet)
        office = self.sheet.with_user(self.office)
        office.action_correct(reason="A wrong figure")
        self.assertEqual(self._given()[1], [True, True, False, False])
        office.action_return(reason="Look again")
        self.assertEqual(self._given()[1], [True, False, False, False])
        self.sheet.with_user(self.deputy).action_return(reason="Fill in again")
        self.assertEqual(self._given()[1], [False] * 4)

    def test_without_a_self_score_none_is_shown(self):
        self._pass_deadlines(self.month)
        self.sheet.with_user(self.deputy).action_skip_self_score()
        self.assertEqual(self._given(), ([False] * 3, [False] * 4))

    def test_a_mean_passes_over_sheets_without_a_score(self):
        self._confirm(self.sheet)
        sheets = self.env["perf.appraisal"].with_user(self.office)
        domain = [("period_id", "=", self.month.id)]
        shown = [row["percent"] for row in sheets.search_read(domain, ["percent"]) if row["percent"] is not False]
        self.assertEqual(shown, [97.0], "the mean under a list is over these")
        [(mean,)] = sheets._read_group(domain, aggregates=["percent:avg"])
        self.assertEqual(mean, 97.0)
        columns = self.month.sudo().appraisal_ids.export_data(["percent"])["datas"]
        self.assertEqual({cell for (cell,) in columns}, {97.0, ""})

    # === THE LEVEL FOLLOWS THE SCORE === #

    def test_the_level_follows_the_score_on_screen_and_paper(self):
        self._submit(self.sheet)
        good, fair, _poor = self.level.level_ids
        line = self._line(self.sheet, self.level)
        leader = line.with_user(self.deputy)
        for value, level in ((19, good), (15, fair), (17.5, fair.browse())):
            with self.subTest(value=value):
                leader.write({"review_value": value, "review_reason": "Compared with others"})
                self.assertEqual(line.current_level_id, level)
                self.assertEqual(line.level_id, good, "what the person chose stays")
        leader.review_value = 15
        self.sheet.with_user(self.deputy).action_review()
        facts = self.env["report.perf_appraisal.report_perf_appraisal"]._facts(line)
        self.assertEqual(facts, ["Level: Fair"])
        line.with_user(self.office).write({"final_score": 18, "final_reason": "Proof came later"})
        self.assertEqual(line.current_level_id, good)

    # === POINTS OUTSIDE THEIR RANGE === #

    def _type(self, user, indicator, **values):
        """Type into a line, and return what stands there then and what was told."""
        line = self._line(self.sheet, indicator).with_user(user)
        form = Form(line, view="perf_appraisal.perf_appraisal_line_view_form")
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log:
            for name, value in values.items():
                setattr(form, name, value)
        return form, log.output[0]

    def test_points_outside_their_range_are_refused_at_once_and_not_replaced(self):
        good = self.level.level_ids[0]
        for values in ({"self_value": 9.0, "level_id": good}, {"level_id": good, "self_value": 9.0}):
            form, told = self._type(self.staff, self.level, **values)
            self.assertIn("gives 18 to 20 points", told)
            self.assertEqual((form.self_value, form.level_id), (0.0, good))
        form, told = self._type(self.staff, self.judged, self_value=21.0)
        self.assertIn("outside 0 to 20", told)
        self.assertEqual(form.self_value, 0.0)

    def test_the_leader_s_points_go_back_to_what_they_were(self):
        self._submit(self.sheet)
        form, told = self._type(self.deputy, self.judged, review_value=25.0)
        self.assertIn("outside 0 to 20", told)
        self.assertEqual(form.review_value, 18.0)

    def test_a_file_is_counted_before_the_line_is_saved(self):
        line = self._line(self.sheet, self.judged).with_user(self.staff)
        form = Form(line, view="perf_appraisal.perf_appraisal_line_view_form")
        form.evidence_ids.add(self._create_attachment(self.staff))
        self.assertEqual(form.evidence_count, 1)
