from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..absence.perf_standin import IN_FORCE


class PerfOpening(models.AbstractModel):
    """Who reviews whom in a period.

    Rule: the reviewer assigned in the enrolment; else the manager, if he is of the same unit or above it; else the head
    of the section, the leader in charge of the section, or of the unit, and the head of the unit. Never oneself. The
    head of a unit is reviewed by the head above, at the top by the Performance Office.
    """

    _inherit = "perf.opening"

    # === HELPERS - REVIEWERS === #

    def _find_reviewers(self, period, rows):
        """Write into each row who reviews, and whose manager was passed over because he is of another unit.

        :param period: ``perf.period``
        :param list rows: as from :meth:`_facts`
        """
        steps = self._steps_up({row["department_id"] for row in rows} | {row["live_unit_id"] for row in rows})
        acting = self._acting_heads({row["live_unit_id"] for row in rows if not row["head_id"]})
        managers = self._places_of(period, {row["manager_id"] for row in rows if row["manager_id"]})
        chains = {row["id"]: self._chain_of(row, steps, acting, managers) for row in rows}
        able = self._able_reviewers({candidate for chain in chains.values() for candidate in chain if candidate})
        for row in rows:
            found = (one for one in chains[row["id"]] if one in able and one != row["employee_id"])
            row["reviewer_id"] = next(found, None)

    def _chain_of(self, row, steps, acting, managers):
        """Return who may review, the first one who can does; a manager of another unit is noted in the row.

        :param dict row: as from :meth:`_facts`
        :param dict steps: as from :meth:`_steps_up`
        :param dict acting: as from :meth:`_acting_heads`
        :param dict managers: as from :meth:`_places_of`
        """
        unit, person = row["live_unit_id"], row["employee_id"]
        of_unit = steps[unit]
        heads_above = [step["manager_id"] for step in of_unit[1:]]
        is_head = bool(person) and person == row["head_id"]
        row.update(passed_over=None, is_at_top=is_head and all(head == person for head in heads_above))
        if is_head or not person:
            return [row["assigned_id"], *(heads_above if is_head else ())]
        below = steps[row["department_id"]]
        if unit in (places := [step["id"] for step in below]):
            below = below[: places.index(unit)]
        else:  # enrolled by hand in another unit than his department's
            below = below[:1]
        manager, inside = row["manager_id"], [*below, of_unit[0]]
        if manager and not self._is_over(manager, managers.get(manager), [*below, *of_unit]):
            row["passed_over"], manager = manager, None
        return [
            row["assigned_id"],
            manager,
            *(step["manager_id"] for step in below),
            *(deputy for step in inside for deputy in step["deputy_ids"]),
            row["head_id"],
            acting.get(unit),
        ]

    @staticmethod
    def _is_over(manager, place, steps):
        """Return whether a manager works in one of the departments, or leads one of them.

        :param int manager: id of the employee
        :param int place: his unit, or his department where it is of none
        :param list steps: the departments from a person's own up to the top
        """
        return any(place == step["id"] or manager in (step["manager_id"], *step["deputy_ids"]) for step in steps)

    def _steps_up(self, department_ids):
        """Return the departments from each of these up to the top, with who leads them: ``{id: [row]}``, in one query.

        :param set department_ids: ids of departments
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT d.id AS of_id, p.id, p.manager_id,
                       ARRAY(SELECT r.hr_employee_id FROM perf_department_deputy_rel r
                              WHERE r.hr_department_id = p.id ORDER BY 1) AS deputy_ids
                  FROM hr_department d
                  JOIN hr_department p ON p.id = ANY(string_to_array(trim(TRAILING '/' FROM d.parent_path), '/')::int[])
                 WHERE d.id = ANY(%s)
                 ORDER BY d.id, length(p.parent_path) DESC
                """,
                list(department_ids),
            ),
        )
        found = {}
        for row in self.env.cr.dictfetchall():
            found.setdefault(row["of_id"], []).append(row)
        return found

    def _places_of(self, period, employee_ids):
        """Return where managers work on the period's last day: ``{employee id: unit, else department}``.

        :param period: ``perf.period``
        :param set employee_ids: ids of the managers
        """
        people = self.env["hr.employee"]
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT e.id, COALESCE(d.perf_unit_id, d.id)
                      FROM hr_employee e
                 LEFT JOIN hr_version v ON v.id = %(version)s
                      JOIN hr_department d
                        ON d.id = CASE WHEN %(loan)s THEN e.perf_host_unit_id ELSE v.department_id END
                     WHERE e.id = ANY(%(ids)s)
                    """,
                    loan=people._perf_on_loan_sql(period.date_end),
                    version=people._perf_version_sql(SQL("e.id"), period.date_end),
                    ids=list(employee_ids),
                )
            )
        )

    def _acting_heads(self, unit_ids):
        """Return who stands in for the vacant posts of heads today: ``{unit id: employee id}``.

        :param set unit_ids: ids of units without a head
        """
        vacant = (
            Domain("role", "=", "head") & Domain("unit_id", "in", list(unit_ids)) & Domain("employee_id", "=", False)
        )
        standins = self.env["perf.standin"].sudo().search(vacant & IN_FORCE, order="id desc") if unit_ids else ()
        return {standin.unit_id.id: standin.standin_id.id for standin in standins}

    def _able_reviewers(self, candidates):
        """Return those among employees who are there and have an account, or for whom somebody stands in as a reviewer.

        :param set candidates: ids of employees
        """
        self.env.cr.execute(
            SQL(
                "SELECT e.id FROM hr_employee e JOIN res_users u ON u.id = e.user_id AND u.active "
                "WHERE e.active AND e.id = ANY(%s)",
                list(candidates),
            ),
        )
        able = {employee_id for (employee_id,) in self.env.cr.fetchall()}
        if missing := candidates - able:
            absent = Domain("role", "=", "reviewer") & Domain("employee_id", "in", list(missing))
            able.update(self.env["perf.standin"].sudo().search(absent & IN_FORCE).employee_id.ids)
        return able

    # === HELPERS - TELLING === #

    def _passed_over(self, rows):
        """Return the sentences about managers who are of another unit: ``{appraisee id: sentence}``.

        :param list rows: as from :meth:`_facts`
        """
        passed = [row for row in rows if row["passed_over"]]
        ids = {row[name] for row in passed for name in ("passed_over", "reviewer_id") if row[name]}
        names = {person.id: person.name for person in self.env["hr.employee"].sudo().browse(ids)}
        told = {}
        for row in passed:
            manager, reviewer = names[row["passed_over"]], names.get(row["reviewer_id"])
            told[row["id"]] = (
                self.env._(
                    "The manager, %(manager)s, is of another unit: %(reviewer)s reviews.",
                    manager=manager,
                    reviewer=reviewer,
                )
                if reviewer
                else self.env._("The manager, %s, is of another unit.", manager)
            )
        return told
