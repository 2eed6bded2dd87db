from odoo import Command
from odoo.tests import tagged

from ...common import PerfCommon


@tagged("post_install", "-at_install")
class TestPerfFirstSteps(PerfCommon):
    """The list that leads a new agency from an empty database to its first month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.county = cls.env["res.company"].create({"name": "New county of the test"})
        cls.newcomer = cls.env["res.users"].create(
            {
                "name": "Newcomer",
                "login": "newcomer",
                "company_id": cls.county.id,
                "company_ids": [Command.set(cls.county.ids)],
                "group_ids": [Command.link(cls.env.ref("perf_appraisal.group_perf_admin").id)],
            },
        )

    def steps(self, user=None):
        return self.env["perf.my.work"].with_user(user or self.newcomer).get_my_work()["steps"]

    def done(self):
        return [step["key"] for step in self.steps() if step["done"]]

    def create(self, model, **values):
        return self.env[model].with_company(self.county).create({"company_id": self.county.id, **values})

    def test_an_empty_county_has_every_step_before_it_and_each_leads_somewhere(self):
        steps = self.steps()
        keys = [step["key"] for step in steps]
        self.assertEqual(keys, ["category", "unit", "person", "scheme", "indicator", "day", "cycle", "plan", "month"])
        self.assertFalse(self.done())
        for step in steps:
            self.assertTrue(step["title"] and step["hint"])
            action = self.env.ref(step["action"])
            self.assertTrue(self.env[action.res_model].with_user(self.newcomer).has_access("read"), step["key"])

    def test_what_is_done_is_ticked(self):
        people = self.create("perf.category", name="Staff", kind="employee")
        self.assertFalse(self.done(), "units have none yet")
        units = self.create("perf.category", name="Townships", kind="unit")
        self.assertEqual(self.done(), ["category"])
        unit = self.create("hr.department", name="Stone Bridge", perf_is_unit=True, perf_category_id=units.id)
        self.assertEqual(self.done(), ["category"], "nobody heads the unit")
        unit.manager_id = self.create("hr.employee", name="Head", department_id=unit.id, perf_category_id=people.id)
        self.assertEqual(self.done(), ["category", "unit", "person"])
        section = self.create("perf.indicator.section", name="Work")
        for kind, category in (("unit", units), ("employee", people)):
            scheme = self.create("perf.scheme", name=kind, kind=kind, category_ids=[Command.set(category.ids)])
            values = {"name": kind, "kind": kind, "scheme_id": scheme.id, "section_id": section.id, "full_score": 10}
            self.create("perf.indicator", **values)
        self.create("perf.official.day", name="Feast", date="2032-05-05")
        self.assertEqual(self.done(), ["category", "unit", "person", "scheme", "indicator", "day"])
        schemes = self.env["perf.scheme"].search([("company_id", "=", self.county.id)])
        cycle = self.create("perf.cycle", year=2032, scheme_ids=[Command.set(schemes.ids)])
        cycle.with_user(self.newcomer).action_open()
        self.assertEqual(self.done()[-1], "cycle")

    def test_plans_are_done_when_those_of_units_and_of_people_are_approved_and_none_waits(self):
        plan = self.env["perf.plan"]
        steps = self.env["perf.first.steps"].with_user(self.office)
        cycle = self.month.cycle_id
        plan.search([("cycle_id", "=", cycle.id), ("state", "in", ("draft", "signed"))]).unlink()
        self.assertTrue(steps._done()["plan"])
        waiting = self._create_plan(self.unit_indicators, approved=False, scope="unit", unit_id=self.other.id)
        self.assertFalse(steps._done()["plan"])
        self.assertTrue(steps._plans_wait())
        waiting.unlink()
        self.assertTrue(steps._done()["plan"])

    def test_the_units_are_set_up_in_a_list_of_all_departments(self):
        [step] = [step for step in self.steps() if step["key"] == "unit"]
        self.assertEqual(step["context"], {"search_default_units": False, "search_default_group_category": False})

    def test_the_list_goes_when_the_first_month_was_opened(self):
        self.assertFalse(self.steps(self.office), "the county of the test works already")

    def test_the_list_is_the_office_s(self):
        for user in (self.staff, self.head, self.auditor, self.hr):
            self.assertFalse(self.env["perf.first.steps"].with_user(user).with_company(self.county)._get_steps())
