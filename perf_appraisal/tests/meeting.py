"""A year whose results are computed, and a meeting that decides on the grades of people."""

from .results import ResultCase


class MeetingCase(ResultCase):
    """In the township half of four people may be excellent: staff 96, colleague 94, deputy 92, coordinator 80.

    ``self.meeting`` decides on the grades of people for ``self.whole``, the year; ``self.grades`` are theirs from the
    best down.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._begin_meeting()

    @classmethod
    def _begin_meeting(cls):
        """Fill the ledger, compute the year, and make the meeting."""
        cls.grades = cls.of_people.grade_ids.filtered(lambda grade: grade.period_kind == "year")
        cls.excellent, cls.competent, cls.basic, cls.incompetent = cls.grades
        cls.excellent._unlocked().write({"quota_percent": 50.0})
        cls.points = {cls.staff: 96.0, cls.colleague: 94.0, cls.deputy: 92.0, cls.coordinator: 80.0}
        for user, percent in cls.points.items():
            cls._post_months(cls._enrolled_as(user), [percent])
        cls._post_months(cls.east, [95.0])
        cls._post_months(cls.west, [85.0])
        cls.whole.with_user(cls.office).action_compute()
        cls.meeting = cls._create_meeting()

    @classmethod
    def _enrolled_as(cls, user):
        return cls.people.filtered(lambda person: person.employee_id == user.employee_id)

    @classmethod
    def _create_meeting(cls, user=None, **values):
        values = {"period_id": cls.whole.id, "kind": "employee", **values}
        return cls.env["perf.calibration"].with_user(user or cls.office).create(values)

    def _result_of(self, user):
        return self._result(self.whole, self._enrolled_as(user))

    def _move(self, user, grade, reason="Carried the flood relief", by=None):
        meeting = self.meeting.with_user(by or self.office)
        return meeting.action_move_grade(self._result_of(user).id, grade.id, reason)

    def _fill_in(self):
        self.meeting.write(
            {
                "date": self.env.company._perf_today(),
                "attendees": "The leading group",
                "decision": "The grades are approved.",
                "doc_no": "No. 7",
            }
        )

    def _decide(self):
        self._fill_in()
        self.meeting.action_decide()
