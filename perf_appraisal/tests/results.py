"""A year that is over, whose schemes say what results are made of, and whose ledger a test fills."""

from datetime import date

from odoo import Command

from ..tools.posting import Posting
from .common import PerfCommon


class ResultCase(PerfCommon):
    """``self.past`` is last year's cycle, all closed; ``self.units`` and ``self.people`` are enrolled in it.

    Nobody had sheets in it: what counts, a test posts by :meth:`_post`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._begin_year()

    @classmethod
    def _begin_year(cls):
        """Make the schemes of the past year, and open and close it."""
        scheme = cls.env["perf.scheme"]
        cls.of_units = scheme.create(
            {"name": "Units of the past", "kind": "unit", "category_ids": [Command.set(cls.category_unit.ids)]}
        )
        cls.of_people = scheme.create(
            {"name": "People of the past", "kind": "employee", "category_ids": [Command.set(cls.category_staff.ids)]}
        )
        cls._compose()
        (cls.of_units + cls.of_people).action_usual_grades()
        cls.year_of_results = cls.env.company._perf_today().year - 1
        cls.past = cls.env["perf.cycle"].create(
            {
                "year": cls.year_of_results,
                "scheme_ids": [Command.set((cls.of_units + cls.of_people).ids)],
            }
        )
        cls.past.with_user(cls.admin).action_open()
        cls.env.cr.execute("UPDATE perf_leadership SET date_from = NULL")  # who leads has done so since before
        cls.past.period_ids._unlocked().write({"state": "closed"})
        cls.q1, cls.q2, cls.q3, cls.q4 = (cls._of("quarter", number) for number in (1, 2, 3, 4))
        cls.whole = cls._of("year", 1)
        cls.units = cls.past.appraisee_ids.filtered(lambda appraisee: appraisee.kind == "unit")
        cls.people = cls.past.appraisee_ids - cls.units
        cls.east = cls.units.filtered(lambda appraisee: appraisee.unit_id == cls.township)
        cls.west = cls.units.filtered(lambda appraisee: appraisee.unit_id == cls.other)
        cls.clerk = cls.people.filtered(lambda appraisee: appraisee.employee_id == cls.staff.employee_id)
        cls.mate = cls.people.filtered(lambda appraisee: appraisee.employee_id == cls.colleague.employee_id)

    @classmethod
    def _compose(cls):
        """Make the components: sheets 60, a rating 40, and what counts beside them, bonuses at most 3."""
        cls.kind_of_rating = cls.env["perf.rating.type"].create({"name": "Review of the test"})
        for scheme in (cls.of_units, cls.of_people):
            for kind in ("quarter", "year"):
                cls._component(scheme, kind, "Work", "sheet", 60.0, sheet_kind="month")
                cls._component(scheme, kind, "Review", "rating", 40.0, rating_type_id=cls.kind_of_rating.id)
                cls._component(scheme, kind, "Register", "adjustment", 0.0, bonus_cap=3.0)

    @classmethod
    def _component(cls, scheme, kind, name, source, weight, **values):
        values = {"period_kind": kind, "name": name, "source": source, "weight": weight, **values}
        return cls.env["perf.scheme.component"].create({"scheme_id": scheme.id, **values})

    @classmethod
    def _of(cls, kind, number):
        return cls.past.period_ids.filtered(lambda period: period.kind == kind and period.number == number)

    @classmethod
    def _ask(cls, grade, **values):
        """Let a grade ask for something beside points, past the lock of an open cycle."""
        cls.env.cr.execute("UPDATE perf_cycle SET state = 'draft' WHERE id = %s", [cls.past.id])
        cls.env.invalidate_all()
        condition = cls.env["perf.grade.condition"].with_user(cls.office).create({"grade_id": grade.id, **values})
        cls.env.cr.execute("UPDATE perf_cycle SET state = 'open' WHERE id = %s", [cls.past.id])
        cls.env.invalidate_all()
        return condition

    # === THE LEDGER === #

    @classmethod
    def _post(cls, appraisee, period, kind, points, number=1, **values):
        """Post an entry as a document of this number would."""
        full = {"sheet": 100.0, "rating": 100.0, "inspection": 100.0}.get(kind)
        values = {"full_points": full, "self_points": full and points, "review_points": full and points, **values}
        if kind in ("bonus", "deduction", "veto"):
            values.setdefault("origin", "register")
        if kind == "rating":
            values.setdefault("rating_type_id", cls.kind_of_rating.id)
        return cls.env["perf.score.entry"]._post(
            [
                Posting(
                    appraisee_id=appraisee.id,
                    unit_id=appraisee.unit_id.id,
                    period_id=period.id,
                    kind=kind,
                    points=points,
                    date=date(cls.year_of_results, 1, 1),
                    res_model="perf.appraisal",
                    res_id=number,
                    **values,
                )
            ]
        )

    @classmethod
    def _post_months(cls, appraisee, percents, first=1):
        """Post one sheet for each month of the year, in percent."""
        for number, percent in enumerate(percents, first):
            cls._post(appraisee, cls._of("month", number), "sheet", percent, number=number)

    def _computed(self, period, appraisee):
        """Compute a period as the office and return the result of somebody."""
        period.with_user(self.office).action_compute()
        self.env.invalidate_all()
        return self._result(period, appraisee)

    def _result(self, period, appraisee):
        domain = [("period_id", "=", period.id), ("appraisee_id", "=", appraisee.id)]
        return self.env["perf.result"].search(domain)
