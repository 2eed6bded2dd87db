from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: What an agency sets up before its first month, in order: key → title, what it is for, and where it is done.
_STEPS = {
    "category": (
        _lt("Categories of units and of people"),
        _lt("Who is compared with whom: departments, townships; heads, staff."),
        "perf_appraisal.perf_category_action",
    ),
    "unit": (
        _lt("Units, their heads and appraisal groups"),
        _lt(
            "Human resources make departments and people, with their accounts, in Employees. Mark the departments that"
            " are appraised as units; each head needs an account."
        ),
        "perf_appraisal.hr_department_action_units",
    ),
    "person": (
        _lt("People with their categories"),
        _lt("Set them for whole job positions, and one by one for those who differ."),
        "perf_appraisal.hr_job_action_categories",
    ),
    "scheme": (
        _lt("A scheme for units and one for people"),
        _lt("What results are made of, grades and quotas: from a template, in three steps."),
        "perf_appraisal.perf_scheme_action",
    ),
    "indicator": (
        _lt("Indicators with their rules, of units and of people"),
        _lt("Import each table as it was issued, or write them under Configuration."),
        "perf_appraisal.perf_indicator_import_action",
    ),
    "day": (
        _lt("Holidays and worked weekends of the year"),
        _lt("Deadlines are counted by them. The official list can be imported."),
        "perf_appraisal.perf_official_day_action",
    ),
    "cycle": (
        _lt("The cycle of the year, opened"),
        _lt("An administrator of the appraisal makes and opens it: periods and appraisees come by themselves."),
        "perf_appraisal.perf_cycle_action",
    ),
    "plan": (
        _lt("Target plans, signed and approved"),
        _lt("Dispatch the indicators into the plans of units and people; their heads sign, the office approves."),
        "perf_appraisal.perf_plan_dispatch_action",
    ),
    "month": (
        _lt("The first month, opened for everybody"),
        _lt("Choose the month to begin with and open it: everybody who takes part gets a sheet."),
        "perf_appraisal.perf_period_action",
    ),
}

#: Filters of a list that would hide what is still to be set up.
_CONTEXTS = {"unit": {"search_default_units": False, "search_default_group_category": False}}


class PerfFirstSteps(models.AbstractModel):
    """What a new agency still has to set up, in order, until its first month is open."""

    _name = "perf.first.steps"
    _description = "First Steps"

    # === BUSINESS METHODS === #

    @api.model
    def _get_steps(self):
        """Return the steps with what is done, for the Performance Office; none once a month was opened.

        :return: list of ``{"key", "title", "hint", "action", "context", "done"}``
        """
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            return []
        done = self._done()
        if done["month"]:
            return []
        return [
            {
                "key": key,
                "title": self.env._(title),  # pylint: disable=gettext-variable
                "hint": self.env._(hint),  # pylint: disable=gettext-variable
                "action": "perf_appraisal.perf_plan_action" if key == "plan" and self._plans_wait() else action,
                "context": _CONTEXTS.get(key, {}),
                "done": done[key],
            }
            for key, (title, hint, action) in _STEPS.items()
        ]

    def _done(self):
        """Return which steps are done in the user's company: ``{key: bool}``."""
        company = ("company_id", "=", self.env.company.id)
        unit = ("perf_is_unit", "=", True)
        incomplete = ("|", ("perf_category_id", "=", False), ("manager_id", "=", False))
        return {
            "category": self._both_kinds("perf.category", company),
            "unit": self._there("hr.department", company, unit)
            and not self._there("hr.department", company, unit, *incomplete),
            "person": self._there("hr.employee", company, ("perf_category_id", "!=", False))
            or self._there("hr.employee", company, ("job_id.perf_category_id", "!=", False)),
            "scheme": self._both_kinds("perf.scheme", company),
            "indicator": self._both_kinds("perf.indicator", company),
            "day": self._there("perf.official.day", company) or self._there("resource.calendar.leaves", company),
            "cycle": self._there("perf.cycle", company, ("state", "=", "open")),
            "plan": not self._plans_wait()
            and all(
                self._there("perf.plan", *self._open_plans(), ("scope", compared, "unit"), ("state", "=", "approved"))
                for compared in ("=", "!=")
            ),
            "month": self._there("perf.period", company, ("kind", "=", "month"), ("state", "!=", "pending")),
        }

    # === HELPERS === #

    def _open_plans(self):
        """Return the domain of the plans of open cycles."""
        return [("company_id", "=", self.env.company.id), ("cycle_id.state", "=", "open")]

    def _plans_wait(self):
        """Return whether plans were dispatched that nobody has signed or approved yet."""
        return self._there("perf.plan", *self._open_plans(), ("state", "in", ("draft", "signed")))

    def _there(self, model, *domain):
        """Return whether there is a record of a model in a domain."""
        return bool(self.env[model].sudo().search_count(list(domain), limit=1))

    def _both_kinds(self, model, company):
        """Return whether there is one for units and one for people."""
        return all(self._there(model, company, ("kind", "=", kind)) for kind in ("unit", "employee"))
