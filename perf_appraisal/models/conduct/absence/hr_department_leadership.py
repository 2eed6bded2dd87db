from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from .perf_leadership import LEADING

#: Columns that the Performance Office sets, and nobody else: by them accounts gain rights on sheets.
_OF_OFFICE = LEADING - {"manager_id"}

#: Columns by which somebody comes to lead a department, of itself or of those above.
_MOVING = LEADING | {"parent_id", "company_id"}


class HrDepartment(models.Model):
    """Who leads a department is kept with every change, and nobody changes what he leads himself.

    HR names the head, the Performance Office leaders in charge and appraisal group.
    """

    _inherit = "hr.department"

    perf_leadership_ids = fields.One2many("perf.leadership", "unit_id", string="Who Led When")
    perf_leadership_count = fields.Integer(string="Leaders so far", compute="_compute_perf_leadership_count")
    perf_change_reason = fields.Char(
        string="Reason of the Change",
        store=False,
        help="Why the head changes. It is kept with who led when.",
    )

    # === COMPUTE METHODS === #

    def _compute_perf_leadership_count(self):
        groups = self.env["perf.leadership"]._read_group([("unit_id", "in", self.ids)], ["unit_id"], ["__count"])
        counts = {department.id: count for department, count in groups}
        for department in self:
            department.perf_leadership_count = counts.get(department.id, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Keep who leads the new departments."""
        self._check_perf_office({name for vals in vals_list for name in vals})
        by_office = {f"default_{name}" for name in _OF_OFFICE}
        context = {key: value for key, value in self.env.context.items() if key not in by_office}
        departments = super(HrDepartment, self.with_context(context)).create(vals_list)  # pylint: disable=context-overridden
        reasons = {dep.id: vals.get("perf_change_reason") for dep, vals in zip(departments, vals_list, strict=True)}
        for reason, found in departments.grouped(lambda department: reasons[department.id]).items():
            found._check_perf_oneself(self.env["perf.leadership"]._keep(found, reason))
        return departments

    def write(self, vals):
        """Keep who leads the departments from now on, and who did until now."""
        self._check_perf_office(vals)
        if _MOVING.isdisjoint(vals):
            return super().write(vals)
        with self._perf_leaders_kept(vals.get("perf_change_reason")):
            return super().write(vals)

    # === ACTION METHODS === #

    def action_view_perf_leaderships(self):
        """Open who led these departments when.

        :return: an action dictionary
        """
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_leadership_action")
        return {**action, "domain": [("unit_id", "in", self.ids)]}

    # === HELPERS === #

    @contextmanager
    def _perf_leaders_kept(self, reason=False):
        """Keep what a block changes in who leads the departments, and undo it when the user changes what he leads.

        :param str reason: why, if it was said
        :raise UserError: naming the department and the way out
        """
        before = self._perf_led_by_user()
        yield
        self._check_perf_oneself(self.env["perf.leadership"]._keep(self, reason), before)

    def _perf_led_by_user(self):
        """Return the departments that the user leads where anybody is appraised; of the superuser nothing is asked."""
        if self.env.uid == SUPERUSER_ID:
            return self.browse()
        self.env.flush_all()  # who leads is computed
        return self._perf_appraised(fields.Domain("perf_leader_user_ids", "=", self.env.uid))

    def _perf_appraised(self, domain):
        """Return those departments of a domain in which anybody is appraised, or was.

        :param domain: which departments
        """
        departments = self.env["hr.department"].sudo().with_context(active_test=False)
        sheets = self.env["perf.appraisal"].sudo()._search([]).subselect("department_id")
        return departments.search(
            domain & (fields.Domain("perf_unit_id", "!=", False) | fields.Domain("id", "in", sheets))
        )

    def _check_perf_oneself(self, changed, before=None):
        """Raise when the user makes himself a leader, or takes himself out, where anybody is appraised.

        :param changed: ``perf.leadership`` recordset, what has ended or begun
        :param before: departments that he led before; not given: it cannot have changed but by these
        :raise UserError: naming the department and the way out
        """
        if self.env.uid == SUPERUSER_ID:
            return
        own = changed.sudo().filtered(lambda leadership: leadership.user_id.id == self.env.uid).unit_id
        touched = self._perf_appraised(fields.Domain("id", "child_of", own.ids)) if own else own
        if before is not None:
            after = self._perf_led_by_user()
            touched |= (before - after) | (after - before)
        if touched:
            raise UserError(
                self.env._(
                    "%s: nobody makes himself a leader, or takes himself out. Ask a colleague to change it.",
                    (own | touched)[0].name,
                ),
            )

    def _check_perf_office(self, names):
        """Raise when anybody but the Performance Office names leaders in charge or an appraisal group.

        :param names: names of the columns to write
        :raise UserError: naming the way
        """
        if _OF_OFFICE.isdisjoint(names) or self.env.uid == SUPERUSER_ID:
            return
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            raise UserError(
                self.env._(
                    "The Performance Office names leaders in charge and appraisal groups, under Appraisal ▸ "
                    "Configuration ▸ Units. HR names the head."
                ),
            )
