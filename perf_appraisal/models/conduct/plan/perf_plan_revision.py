from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from ...abstract.perf_bulk_mixin import flush_tables
from .perf_plan import KEY

#: Columns of a line that the list *What Changed* compares.
COMPARED = (
    "full_score",
    "weight",
    "target_mode",
    "target_value",
    "target_month",
    "target_q1",
    "target_q2",
    "target_q3",
    "target_q4",
    "standard",
    "responsible_id",
    "assistant_ids",
    "due_date",
    "superior_indicator_id",
)


class PerfPlan(models.Model):
    """A revision says what it changes; the old plan stays readable beside it.

    Sheets keep the plan from which they were made, so a revision holds from the next period that is opened.
    """

    _inherit = "perf.plan"

    next_ids = fields.One2many(comodel_name="perf.plan", inverse_name="previous_id", string="Revised by")
    origin_id = fields.Many2one(
        comodel_name="perf.plan",
        string="Last Year's Plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    change_overview = fields.Html(
        string="What Changed",
        compute="_compute_change_overview",
        sanitize=False,
        help="Line by line, against the plan that this one revises.",
    )

    # === COMPUTE METHODS === #

    @api.depends("previous_id")
    def _compute_change_overview(self):
        self.previous_id.line_ids.fetch(COMPARED)
        for plan in self:
            values = {"changes": plan._changes()} if plan.previous_id else {}
            plan.change_overview = (
                self.env["ir.qweb"]._render("perf_appraisal.perf_plan_changes", values) if values else False
            )

    def _changes(self):
        """Return what this plan changes of the one it revises.

        :return: list of ``{"kind": "added"|"removed"|"changed", "name": …, "rows": [(label, old, new)]}``
        """
        self.ensure_one()
        old = {line.indicator_id: line for line in self.previous_id.line_ids}
        new = {line.indicator_id: line for line in self.line_ids}
        changes = []
        for indicator in [*new, *(indicator for indicator in old if indicator not in new)]:
            before, after = old.get(indicator), new.get(indicator)
            rows = self._line_changes(before, after) if before and after else []
            if before and after and not rows:
                continue
            kind = "changed" if before and after else "added" if after else "removed"
            changes.append({"kind": kind, "name": indicator.display_name, "rows": rows})
        return changes

    def _line_changes(self, before, after):
        """Return ``(label, old, new)`` of the columns in which two lines differ."""
        return [
            (before._field_label(name), before._shown(name), after._shown(name))
            for name in COMPARED
            if before[name] != after[name]
        ]

    # === BUSINESS METHODS === #

    def _take_over(self):
        """Let what was handed down from the old lines hang on the lines of the revision."""
        super()._take_over()
        flush_tables(self.env, "perf.plan", "perf.plan.line")
        self.env["perf.plan.line"]._bulk_update(
            ["parent_line_id"],
            SQL(
                """
                SELECT child.id, new.id
                  FROM perf_plan_line old
                  JOIN perf_plan_line child ON child.parent_line_id = old.id
                  JOIN perf_plan p ON p.previous_id = old.plan_id
                  JOIN perf_plan_line new ON new.plan_id = p.id AND new.indicator_id = old.indicator_id
                 WHERE p.id = ANY(%s)
                """,
                self.ids,
            ),
        )

    def _drafts(self, vals_list):
        """Return a draft plan for each of the keys: the present draft, a revision of the approved plan, or a new one.

        Set-based: its queries do not grow with the number of plans.

        :param list vals_list: values that make a plan's key (``cycle_id``, ``scope``, ``unit_id``, …)
        :return: recordset in the order of the keys
        :raise UserError: naming the plans that are signed and wait for approval
        """
        if not vals_list:
            return self.browse()
        present = self._find_present(vals_list)
        keys = [self._key_of(vals) for vals in vals_list]
        signed = self.browse(plan.id for key in keys for plan in present.get(key, ()) if plan.state == "signed")
        if signed:
            raise UserError(
                self.env._(
                    "These plans are signed and wait for approval: %s. Have them approved or returned first.",
                    format_list(self.env, signed.mapped("display_name")),
                ),
            )
        drafts = {key: plan for key, plans in present.items() for plan in plans if plan.state == "draft"}
        approved = {key: plan for key, plans in present.items() for plan in plans if plan.state == "approved"}
        to_revise = [key for key in dict.fromkeys(keys) if key not in drafts and key in approved]
        revisions = self.browse(approved[key].id for key in to_revise)._revise()
        drafts.update(zip(to_revise, revisions, strict=True))
        missing = {key: vals for key, vals in zip(keys, vals_list, strict=True) if key not in drafts}
        drafts.update(zip(missing, self.create(list(missing.values())), strict=True))
        return self.browse(drafts[key].id for key in keys)

    def _find_present(self, vals_list):
        """Return the plans in force or prepared, by their key."""
        plans = self.search(
            [
                ("cycle_id", "in", [vals["cycle_id"] for vals in vals_list]),
                ("scope", "in", [vals["scope"] for vals in vals_list]),
                ("unit_id", "in", [vals.get("unit_id", False) for vals in vals_list]),
                ("state", "!=", "superseded"),
            ],
            order="id",
        )
        present = {}
        for key, plan in plans._keyed():
            present.setdefault(key, []).append(plan)
        return present

    def _revise(self):
        """Copy approved plans into draft revisions, all in one call.

        :return: the revisions, in the order of the plans
        :raise UserError: when one of the plans is not the user's to draft
        """
        self._check_revisable()
        # written in any case: of several who revise a plan at once, the others run again and find the first one's draft
        self.sudo()._bulk_update(["revision"], [(plan.id, plan.revision) for plan in self])
        vals_list = [
            {**vals, "previous_id": plan.id, "revision": plan.revision + 1}
            for plan, vals in zip(self, self.copy_data(), strict=True)
        ]
        return self.browse(self.sudo()._unlocked().create(vals_list).ids)

    def _check_revisable(self):
        """Raise when one of the plans cannot be revised by the user now.

        :raise AccessError: when it is not the user's to read
        :raise UserError: naming the plan
        """
        self.check_access("read")
        if strangers := self.filtered(lambda plan: not plan.can_revise):
            raise UserError(
                self.env._(
                    "%s cannot be revised now: only an approved plan of your own unit can.", strangers[0].display_name
                )
            )

    def _serving(self, employees):
        """Return the approved plan of this cycle that serves each person now.

        :param employees: ``hr.employee`` recordset, people of the plan's unit or on loan to it
        :return: ``{employee id: perf.plan}``, without those whom no plan serves
        """
        self.ensure_one()
        people = employees.sudo()
        appraisees = (
            self.env["perf.appraisee"]
            .sudo()
            .search_fetch(
                [("cycle_id", "=", self.cycle_id.id), ("employee_id", "in", people.ids)],
                ["employee_id", "category_id", "plan_id"],
            )
        )
        enrolled = {appraisee.employee_id.id: appraisee for appraisee in appraisees}
        rows = {}
        for person in people:
            appraisee = enrolled.get(person.id, appraisees.browse())
            rows[person.id] = {
                "kind": "employee",
                "plan_id": appraisee.plan_id.id,
                "unit_id": (self.unit_id or person.department_id.perf_unit_id).id,
                "category_id": appraisee.category_id.id,
                "job_id": person.job_id.id,
                "employee_id": person.id,
            }
        return self._find_serving(self.cycle_id, rows)

    @api.model
    def _find_serving(self, cycle, rows):
        """Return the approved plan that serves each appraisee: one whole plan, never a mixture.

        The own plan of the enrolment, or nothing while that one is not approved; else the nearest one.

        :param cycle: ``perf.cycle`` record
        :param dict rows: of each appraisee, by any key: ``kind``, ``plan_id``, and ids of what a plan may be for
        :return: ``{key: perf.plan}``, without those whom no plan serves
        """
        wanted = {name: list({row[name] for row in rows.values()} - {None, False}) for name in (*KEY[2:], "plan_id")}
        serves = Domain("unit_id", "in", wanted["unit_id"]) & Domain("scope", "!=", "employee")
        serves |= Domain.OR(Domain(name, "in", wanted[name]) for name in ("category_id", "employee_id"))
        serves |= Domain("id", "in", wanted["plan_id"])
        approved = Domain("cycle_id", "=", cycle.id) & Domain("state", "=", "approved")
        plans = self.sudo().search_fetch(approved & serves, KEY)
        by_key, by_id = dict(plans._keyed()), {plan.id: plan for plan in plans}
        found, scopes = {}, set(plans.mapped("scope"))
        for name, row in rows.items():
            keys = self._keys_serving(cycle, row, scopes)
            nearest = next((by_key[key] for key in keys if key in by_key), None)
            found[name] = by_id.get(row["plan_id"]) if row["plan_id"] else nearest
        return {name: plan for name, plan in found.items() if plan}

    @api.model
    def _keys_serving(self, cycle, row, scopes):
        """Return what the plans are for that may serve an appraisee, the nearest first.

        :param cycle: ``perf.cycle`` record
        :param dict row: as for :meth:`_find_serving`
        :param set scopes: the scopes of the plans there are
        """
        unit, of_category = {"unit_id": row["unit_id"]}, {"scope": "category", "category_id": row["category_id"]}
        if row["kind"] == "unit":
            chain = [{"scope": "unit", **unit}, of_category]
        else:
            chain = [
                {"scope": "employee", "employee_id": row["employee_id"], **unit},
                {"scope": "job", "job_id": row["job_id"], **unit},
                {"scope": "staff", **unit},
                of_category,
            ]
        return [self._key_of({"cycle_id": cycle.id, **values}) for values in chain if values["scope"] in scopes]

    def _copied_lines(self, unit):
        """Return commands that copy the plan's lines into a plan of a unit; what is another unit's own stays behind.

        :param unit: ``hr.department`` record
        """
        lines = self.line_ids
        if self.unit_id - unit:
            lines = lines.filtered(
                lambda line: not (line.indicator_id.unit_id or line.parent_line_id or line.superior_indicator_id),
            )
        return [Command.create(vals) for vals in lines.copy_data()]
