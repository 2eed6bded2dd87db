from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ....const import KINDS
from ...abstract.perf_bulk_mixin import flush_tables
from ...abstract.rights import AUDITOR, OFFICE, Right, Way


class PerfAppraisee(models.Model):
    """The enrolment of a unit or a person in a cycle."""

    _name = "perf.appraisee"
    _description = "Appraisee"
    _inherit = ["perf.bulk.mixin", "perf.rights.mixin"]
    _order = "kind desc, unit_id, employee_id, id"
    _rec_names_search = ["employee_id.name", "unit_id.name"]
    _check_company_auto = True

    _rights = {
        "answer": Right(ways=(Way("employee_id.user_id"),)),
        "own": Right(ways=(Way(right="answer"), Way("unit_id", "own", when=[("kind", "=", "unit")]))),
        "see": Right(ways=(Way(right="answer"), Way("unit_id", "lead"), OFFICE, AUDITOR)),
        "write": Right(ways=(OFFICE,)),
        "touch": Right(ways=(Way(),), never=("own",)),
    }

    cycle_id = fields.Many2one(
        comodel_name="perf.cycle",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="cycle_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    kind = fields.Selection(selection=KINDS, required=True)
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('perf_is_unit', '=', True)]",
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    category_id = fields.Many2one(
        comodel_name="perf.category",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    hr_category_id = fields.Many2one(
        comodel_name="perf.category",
        string="Category at HR",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="What HR said when the enrolment followed it last. Where the two differ, the office has chosen another.",
    )
    scheme_id = fields.Many2one(
        comodel_name="perf.scheme",
        compute="_compute_scheme_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
    )
    plan_id = fields.Many2one(
        comodel_name="perf.plan",
        string="Own Plan",
        index="btree_not_null",
        check_company=True,
        help="Set it to use this very plan. Otherwise the plan of person, post, unit or category serves.",
    )
    reviewer_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Assigned Reviewer",
        index="btree_not_null",
        check_company=True,
        help="Set it to let this person review. Otherwise the manager, the head of the section, the leader in charge "
        "or the head of the unit reviews.",
    )
    status = fields.Selection(
        selection=[("active", "Takes Part"), ("no_grade", "Without Grade"), ("excluded", "Left Out")],
        required=True,
        default="active",
    )
    no_grade_reason_id = fields.Many2one(
        comodel_name="perf.no_grade.reason",
        string="Why without Grade",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    appraisal_ids = fields.One2many(comodel_name="perf.appraisal", inverse_name="appraisee_id", string="Sheets")
    successor_id = fields.Many2one(
        comodel_name="perf.appraisee",
        string="Succeeded by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The unit into which this one was merged, or that came out of its division.",
    )
    predecessor_ids = fields.One2many("perf.appraisee", "successor_id", string="Succeeds")

    _unit_uniq = models.UniqueIndex(
        "(cycle_id, unit_id) WHERE kind = 'unit'",
        "A unit takes part in a cycle once.",
    )
    _employee_uniq = models.UniqueIndex(
        "(cycle_id, employee_id) WHERE kind = 'employee'",
        "A person takes part in a cycle once.",
    )
    _employee_check = models.Constraint(
        "CHECK((kind = 'employee') = (employee_id IS NOT NULL))",
        "Name the person for a person, and nobody for a unit.",
    )

    # === COMPUTE METHODS === #

    @api.depends("category_id", "cycle_id.scheme_ids.category_ids")
    def _compute_scheme_id(self):
        for appraisee in self:
            schemes = appraisee.cycle_id.scheme_ids.filtered(
                lambda scheme, appraisee=appraisee: (
                    scheme.kind == appraisee.kind and appraisee.category_id in scheme.category_ids
                ),
            )
            if appraisee.scheme_id not in schemes:  # one that was chosen stays
                appraisee.scheme_id = schemes.sorted("id")[:1]

    @api.depends("employee_id.name", "unit_id.name", "cycle_id.name")
    def _compute_display_name(self):
        for appraisee in self:
            who = appraisee.employee_id.sudo().name or appraisee.unit_id.name
            appraisee.display_name = " · ".join(filter(None, [who, appraisee.cycle_id.name]))

    # === ONCHANGE METHODS === #

    @api.onchange("employee_id")
    def _onchange_employee_id(self):
        """Propose what opening a cycle would write for the person."""
        if person := self.employee_id.sudo():
            self.unit_id = person.department_id.perf_unit_id
            self.category_id = self._category_of(person)

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """Propose what opening a cycle would write for the unit."""
        if self.kind == "unit":
            self.category_id = self.unit_id.perf_category_id

    # === CONSTRAINT METHODS === #

    @api.constrains("reviewer_id", "employee_id")
    def _check_reviewer(self):
        for appraisee in self:
            if appraisee.reviewer_id and appraisee.reviewer_id == appraisee.employee_id:
                raise ValidationError(
                    self.env._("%s cannot review the own sheets. Assign somebody else.", appraisee.display_name),
                )

    # === BUSINESS METHODS - FOLLOWING HR === #

    @api.model
    def _follow_hr(self, cycle):
        """Let the enrolments of a cycle follow what HR has changed since: categories, and the units of people.

        What the office chose in the enrolment stays until HR changes it again. Results keep copies of their own.

        :param cycle: ``perf.cycle`` record
        :return: ``{appraisee id: sentence}`` about changed categories
        """
        flush_tables(self.env, "perf.appraisee", "perf.cycle", "perf.scheme")
        flush_tables(self.env, "hr.department", "hr.employee", "hr.version", "hr.job")
        changed = self.env.execute_query(self._query_followed(cycle))
        rows = [(row_id, category, hr, unit, scheme) for row_id, _old, category, hr, unit, scheme in changed]
        self._bulk_update(["category_id", "hr_category_id", "unit_id", "scheme_id"], rows)
        moved = [(row_id, old, new) for row_id, old, new, *_rest in changed if old != new]
        categories = self.env["perf.category"].sudo().browse({key for _row, *keys in moved for key in keys if key})
        names = {category.id: category.name for category in categories}
        nothing = self.env._("none")
        return {
            row_id: self.env._(
                "HR has changed the category: %(new)s instead of %(old)s.",
                new=names[new],
                old=names.get(old, nothing),
            )
            for row_id, old, new in moved
        }

    @api.model
    def _query_followed(self, cycle):
        """Return the query of the enrolments that HR has overtaken.

        :param cycle: ``perf.cycle`` record
        :return: rows ``id, old category, new category, HR's, unit, scheme``
        """
        return SQL(
            """
            SELECT f.id, f.category_id, f.new_id, f.hr_id, f.unit_id,
                   CASE WHEN f.new_id IS NOT DISTINCT FROM f.category_id THEN f.scheme_id ELSE %(scheme)s END
              FROM (SELECT a.id, a.kind, a.cycle_id, a.category_id, a.scheme_id, h.hr_id,
                           CASE WHEN h.hr_id IS DISTINCT FROM a.hr_category_id THEN h.hr_id ELSE a.category_id END
                               AS new_id,
                           h.unit_id, a.unit_id AS old_unit_id, a.hr_category_id
                      FROM perf_appraisee a
                 LEFT JOIN hr_employee e ON e.id = a.employee_id
                 LEFT JOIN hr_version v ON v.id = e.current_version_id
                 LEFT JOIN hr_job j ON j.id = v.job_id
                 LEFT JOIN hr_department d ON d.id = v.department_id
                 LEFT JOIN hr_department u ON u.id = a.unit_id AND a.kind = 'unit'
            CROSS JOIN LATERAL (SELECT COALESCE(u.perf_category_id, e.perf_category_id, j.perf_category_id,
                                                a.hr_category_id) AS hr_id,
                                       COALESCE(d.perf_unit_id, a.unit_id) AS unit_id) h
                     WHERE a.cycle_id = %(cycle)s) f
              JOIN perf_cycle c ON c.id = f.cycle_id
             WHERE f.hr_id IS DISTINCT FROM f.hr_category_id OR f.unit_id != f.old_unit_id
             ORDER BY f.id
            """,
            scheme=cycle._scheme_of(SQL("f.new_id"), SQL("f.kind")),
            cycle=cycle.id,
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Remember what HR says about whom is enrolled by hand: it is followed when HR changes it."""
        appraisees = super().create(vals_list)
        for appraisee in appraisees.sudo():
            appraisee.hr_category_id = appraisee._hr_category()
        return appraisees

    def _hr_category(self):
        """Return the category that HR, or the unit's dialog, gives."""
        person = self.employee_id
        return self.unit_id.perf_category_id if self.kind == "unit" else self._category_of(person)

    @api.model
    def _category_of(self, person):
        """Return the category of a person: his own, else that of his post.

        :param person: ``hr.employee`` record, as superuser
        """
        return person._perf_category()

    def _check_access(self, operation):
        """Say in a sentence whose matter it is, where the rule lets nobody decide on his own."""
        result = super()._check_access(operation)
        own = result and operation != "read" and result[0]._holding("own")
        if not own:
            return result
        message = self.env._(
            "%s is your own matter. A colleague of the Performance Office decides on it.", own[0].display_name
        )
        return result[0], lambda: AccessError(message)

    def write(self, vals):
        """Refuse to turn an enrolment with sheets into that of somebody else."""
        if not {"cycle_id", "kind", "employee_id", "unit_id"}.isdisjoint(vals):
            self._check_identity(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_sheets(self):
        kept = self.filtered(lambda appraisee: appraisee.sudo().appraisal_ids)
        if kept:
            raise UserError(
                self.env._("%s has sheets and cannot be deleted. Choose “Left Out” instead.", kept[0].display_name),
            )

    def _check_identity(self, vals):
        """Raise when sheets, and what they posted, would come to belong to somebody else.

        A person may change the unit.

        :param dict vals: values as given to ``write``
        :raise UserError: naming the enrolment and the way out
        """
        for appraisee in self.filtered(lambda appraisee: appraisee.sudo().appraisal_ids):
            fixed = {"cycle_id": appraisee.cycle_id.id, "kind": appraisee.kind, "employee_id": appraisee.employee_id.id}
            if appraisee.kind == "unit":
                fixed["unit_id"] = appraisee.unit_id.id
            if any(vals.get(name, value) != value for name, value in fixed.items()):
                raise UserError(
                    self.env._(
                        "%s has sheets and stays what it is. Enrol the other one as well.", appraisee.display_name
                    ),
                )
