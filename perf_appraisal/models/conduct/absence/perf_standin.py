import functools

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate, format_date

from ...abstract.perf_state_mixin import Step
from ...abstract.perf_work_mixin import Card
from ...abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field

_lt = LazyTranslate(__name__)

#: How many days ago the first day of a stand-in may lie at most, how many ahead, and how many days it may last.
_DAYS_AGO, _DAYS_AHEAD, _DAYS_LONG = 31, 366, 366

#: What is accepted and lasts today, while the absent person still has the role.
IN_FORCE = (
    Domain("state", "=", "accepted")
    & Domain("holds", "=", True)
    & compared_with_today("date_from", "<=")
    & compared_with_today("date_to", ">=")
)


def _acting(when):
    """Return the right of a stand-in in force to act in place of the absent person."""
    return Right(ways=(Way("standin_id.user_id"),), when=IN_FORCE & when, absent="employee_id")


class PerfStandin(models.Model):
    """Somebody acts for an absent reviewer, head or confirmer (代), from one day to another.

    The stand-in sees and does what the absent person would, for this role and unit, once accepted and while it lasts.
    """

    _name = "perf.standin"
    _description = "Stand-in"
    _inherit = [
        "hr.mixin",
        "perf.state.mixin",
        "perf.work.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["employee_id.name", "standin_id.name"]
    _check_company_auto = True

    _transitions = {
        "action_accept": Step({"draft": "accepted"}, signs="accepted"),
        "action_end": Step({"draft": "ended", "accepted": "ended"}, right="end", signs="ended"),
    }
    _guarded_fields = frozenset({"company_id", "holds", "named_by_id"})
    _sealed_states = frozenset({"accepted", "ended"})

    _work_cards = {
        "standin": Card(
            right="i_stand_in",
            domain=(("state", "=", "draft"),),
            rank=0,
            icon="fa-user-plus",
            title=_lt("Accept to stand in"),
            titles=_lt("Accept %(count)s times to stand in"),
            hint=_lt("You were asked to act for somebody who is absent."),
            button=_lt("Read and accept"),
            action="perf_appraisal.perf_standin_action",
            filters=("waiting", "for_me"),
        ),
    }

    _rights = {
        "act_reviewer": _acting(Domain("role", "=", "reviewer")),
        "act_head": _acting(Domain("role", "=", "head")),
        "act_confirmer": _acting(Domain("role", "=", "confirmer")),
        "act_confirmer_everywhere": _acting(Domain("role", "=", "confirmer") & Domain("unit_id", "=", False)),
        "stand_in": Right(ways=(Way("standin_id.user_id"),)),
        "touch": Right(ways=(Way(),), never=("stand_in",)),
        "see": Right(
            ways=(
                Way("employee_id.user_id"),
                Way(right="stand_in"),
                Way("named_by_id"),
                Way("unit_id", "command"),
                OFFICE,
                AUDITOR,
            )
        ),
        # the head for the people of the own unit, and for himself
        "name": Right(
            ways=(
                Way(
                    "employee_id.current_version_id.department_id.perf_unit_id",
                    "hold",
                    when=Domain("state", "=", "draft") & Domain("role", "=", "reviewer"),
                ),
                Way("unit_id", "hold", when=Domain("state", "=", "draft") & Domain("role", "=", "head")),
                # the head above for a post that is vacant
                Way(
                    "unit_id.parent_id",
                    "hold",
                    when=Domain("state", "=", "draft")
                    & Domain("role", "=", "head")
                    & Domain("employee_id", "=", False),
                ),
                OFFICE,
            ),
        ),
        "end": Right(
            ways=(
                Way("employee_id.user_id"),
                Way(right="stand_in"),
                Way("named_by_id"),
                OFFICE,
            ),
            refusal=_lt("only the two people, who named the stand-in or the Performance Office end it"),
        ),
    }

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Absent",
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_employee_id(),
        help="Who is absent. Empty: the unit has no head, and his post is filled in for.",
    )
    standin_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Stand-in",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Who acts instead.",
    )
    role = fields.Selection(
        selection=[("reviewer", "Reviewer"), ("head", "Head of Unit"), ("confirmer", "Confirmer of the Office")],
        required=True,
        default="reviewer",
    )
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Needed for a head. Of a confirmer: empty for all units. A reviewer's stand-in reviews all his sheets.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        compute_sudo=True,
        precompute=True,
        index=True,
    )
    date_from = fields.Date(string="From", required=True, default=lambda self: self.env.company._perf_today())
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: fields.Date.add(self.env.company._perf_today(), days=6),
    )
    reason = fields.Char(required=True, help="Why the person is absent: leave, training, post vacant.")
    state = fields.Selection(
        selection=[("draft", "To Accept"), ("accepted", "Taken On"), ("ended", "Ended")],
        required=True,
        default="draft",
        tracking=True,
        group_expand=True,
    )
    named_by_id = fields.Many2one(
        "res.users", string="Named by", readonly=True, ondelete="restrict", default=lambda self: self.env.user
    )
    accepted_on = fields.Datetime(readonly=True)
    ended_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    ended_on = fields.Datetime(readonly=True)
    holds = fields.Boolean(
        compute="_compute_holds",
        store=True,
        compute_sudo=True,
        help="The absent person still has the role: whoever no longer heads the unit is not stood in for.",
    )
    is_current = fields.Boolean(string="In Force", compute="_compute_is_current", search="_search_is_current")

    i_stand_in = right_field("stand_in", "standin_id")
    can_accept = fields.Boolean(compute="_compute_can")
    can_end = fields.Boolean(compute="_compute_can")

    _dates_check = models.Constraint("CHECK(date_from <= date_to)", "A stand-in cannot end before it begins.")
    _person_check = models.Constraint("CHECK(employee_id != standin_id)", "Nobody stands in for himself.")
    _unit_check = models.Constraint(
        "CHECK(role != 'head' OR unit_id IS NOT NULL)", "Name the unit whose head is absent."
    )
    _absent_check = models.Constraint(
        "CHECK(role = 'head' OR employee_id IS NOT NULL)",
        "Name who is absent: only the post of a head may be vacant.",
    )
    _reviewer_check = models.Constraint(
        "CHECK(role != 'reviewer' OR unit_id IS NULL)",
        "A reviewer's stand-in reviews all the sheets of that reviewer: leave the unit empty.",
    )

    # === DEFAULTS === #

    @api.model
    def _default_employee_id(self):
        """Return the user himself, who names his own stand-in, unless he names others' as the Performance Office."""
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        return False if office else self.env.user.employee_id

    # === COMPUTE METHODS === #

    @api.depends("employee_id.company_id", "unit_id.company_id", "standin_id.company_id")
    def _compute_company_id(self):
        for standin in self:
            unit = standin.unit_id.company_id or standin.standin_id.company_id
            # nobody chosen yet: those of the user's company are there to choose from
            standin.company_id = standin.employee_id.company_id or unit or self.env.company

    @api.depends("role", "employee_id")
    def _compute_unit_id(self):
        heads = self.filtered(lambda standin: standin.role == "head").employee_id
        units = self.env["hr.department"].sudo().search([("manager_id", "in", heads.ids), ("perf_is_unit", "=", True)])
        headed = units.grouped("manager_id")
        for standin in self:
            if standin.role == "head" and not standin.employee_id:
                standin.unit_id = standin.unit_id
            elif standin.role == "head":
                standin.unit_id = headed.get(standin.employee_id._origin, units.browse())[:1]
            else:
                standin.unit_id = standin.unit_id if standin.role == "confirmer" else False

    @api.depends(
        "role",
        "employee_id.active",
        "employee_id.user_id.active",
        "employee_id.user_id.group_ids",
        "unit_id.manager_id",
    )
    def _compute_holds(self):
        office = self.env.ref("perf_appraisal.group_perf_office")
        for standin in self.with_context(active_test=False):
            absent = standin.employee_id
            standin.holds = {
                "reviewer": True,  # the sheets name him as long as they wait
                "head": absent == standin.unit_id.manager_id and (absent.active or not absent),
                "confirmer": absent.active and absent.user_id.active and office in absent.user_id.all_group_ids,
            }[standin.role]

    @api.depends("state", "date_from", "date_to", "holds")
    def _compute_is_current(self):
        current = self.filtered_domain(IN_FORCE)
        for standin in self:
            standin.is_current = standin in current

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        return IN_FORCE if True in value else ~IN_FORCE

    @api.depends("employee_id", "standin_id", "unit_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for standin in self.sudo():
            name, absent, unit = standin.standin_id.name, standin.employee_id.name, standin.unit_id.name
            if name and absent:
                standin.display_name = self.env._("%(standin)s for %(absent)s", standin=name, absent=absent)
            elif name and unit:
                standin.display_name = self.env._(
                    "%(standin)s for the vacant head of %(unit)s", standin=name, unit=unit
                )
            else:
                standin.display_name = name or False

    # === CONSTRAINT METHODS === #

    @api.constrains("role", "employee_id", "standin_id", "unit_id")
    def _check_parties(self):
        for standin in self.sudo():
            if problem := standin._party_problem():
                raise ValidationError(
                    self.env._("%(standin)s: %(problem)s", standin=standin.display_name, problem=problem),
                )

    @api.constrains("date_from", "date_to")
    def _check_days(self):
        for standin in self:
            today = standin.company_id._perf_today()
            if not -_DAYS_AGO <= (standin.date_from - today).days <= _DAYS_AHEAD:
                raise ValidationError(
                    self.env._(
                        "A stand-in begins at most %(ago)s days ago and within a year: on %(first)s or later.",
                        ago=_DAYS_AGO,
                        first=format_date(self.env, fields.Date.subtract(today, days=_DAYS_AGO)),
                    ),
                )
            if (standin.date_to - standin.date_from).days >= _DAYS_LONG:
                raise ValidationError(
                    self.env._("A stand-in lasts a year at most. Name somebody anew when it is over, if need be."),
                )

    def _party_problem(self):
        """Return what is wrong with who stands in for whom, or nothing."""
        if not self.standin_id.user_id.active or not self.standin_id.active:
            return self.env._("the stand-in needs an account.")
        if self.role == "head" and not self.employee_id and self.unit_id.manager_id:
            return self.env._("the unit has a head: name him as the one who is absent.")
        if self.role == "head" and self.employee_id != self.unit_id.manager_id:
            return self.env._("the absent person does not head this unit.")
        if self.role == "confirmer" and not self.employee_id.user_id.has_group("perf_appraisal.group_perf_office"):
            return self.env._("the absent person does not belong to the Performance Office.")
        return ""

    # === CRUD METHODS === #

    def _check_access(self, operation):
        """Let nobody name stand-ins, nor be offered to, who neither heads a unit nor belongs to the office."""
        found = super()._check_access(operation)
        if found or operation != "create" or self._may_name():
            return found
        sentence = self.env._(
            "The head of the unit or the Performance Office names stand-ins. Ask one of them to do it."
        )
        return self, functools.partial(AccessError, sentence)

    @api.model
    def _may_name(self):
        """Return whether the user may name any stand-in."""
        units = self.env["hr.department"].sudo()
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        return office or bool(units.search_count(units._right_domain("hold"), limit=1))

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if not {"employee_id", "standin_id", "role", "unit_id"}.isdisjoint(vals):
            raise UserError(
                self.env._("Who stands in for whom cannot be changed. Delete the draft, and name him anew.")
            )
        if not {"date_from", "date_to", "reason"}.isdisjoint(vals) and self.filtered(
            lambda standin: standin.state != "draft"
        ):
            raise UserError(self.env._("What was accepted cannot be changed. End it, and name a stand-in anew."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        if self.filtered(lambda standin: standin.state != "draft"):
            raise UserError(self.env._("An accepted stand-in is part of the trail. End it instead."))

    # === ACTION METHODS === #

    def action_accept(self):
        """Accept to stand in.

        :raise UserError: when somebody else was named
        """
        self._transition("action_accept")
        return True

    def action_end(self):
        """End it at once: what the stand-in has done stays.

        :raise UserError: when the user is neither one of the two nor the one who names
        """
        self._transition("action_end")
        return True

    # === BUSINESS METHODS === #

    def _refuse_accept(self):
        refused = {}
        for standin in self.sudo():
            if standin.standin_id.user_id.id != self.env.uid:
                refused[standin.id] = self.env._("only %s accepts it", standin.standin_id.name)
            elif standin.date_to < standin.company_id._perf_today():
                refused[standin.id] = self.env._("it ended on %s", format_date(self.env, standin.date_to))
        return refused
