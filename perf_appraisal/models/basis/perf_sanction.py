from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..abstract.rights import AUDITOR, OFFICE, Right, Way, compared_with_today, right_field

#: Kind → for how many months it holds by law; the others are open until somebody ends them.
MONTHS = {"warning": 6, "demerit": 12, "major_demerit": 18, "demotion": 24, "removal": 24}

#: Today lies in it.
_IN_FORCE = compared_with_today("date_from", "<=") & (
    Domain("date_to", "=", False) | compared_with_today("date_to", ">=")
)

_HR = Way(group="hr.group_hr_user")


class PerfSanction(models.Model):
    """A sanction, an admonition or an investigation of a person, from when to when: kept by human resources.

    While one is open, grades and promotions are barred. It is named by its number alone. Once in force it stays on
    record; it is lifted by its last day.
    """

    _name = "perf.sanction"
    _description = "Sanction"
    _inherit = [
        "perf.guard.mixin",
        "perf.rights.mixin",
        "perf.unfollowed.mixin",
        "perf.numbered.mixin",
        "mail.thread",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["name", "doc_no"]
    _mail_post_access = "write"

    _guarded_fields = frozenset({"name", "company_id"})
    _given_once = frozenset({"employee_id"})

    _rights = {
        "own": Right(ways=(Way("employee_id.user_id"),)),
        "touch": Right(ways=(Way(),), never=("own",)),
        "see": Right(ways=(Way(right="own"), _HR, OFFICE, AUDITOR)),
        "write": Right(ways=(_HR,)),
    }

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", related="employee_id.company_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        selection=[
            ("warning", "Disciplinary Warning"),
            ("demerit", "Demerit"),
            ("major_demerit", "Major Demerit"),
            ("demotion", "Demotion"),
            ("removal", "Removal from Post"),
            ("admonition", "Admonition"),
            ("investigation", "Investigation"),
        ],
        required=True,
        tracking=True,
    )
    date_from = fields.Date(
        string="In Force from", required=True, tracking=True, default=lambda self: self.env.company._perf_today()
    )
    date_to = fields.Date(
        string="Last Day",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="The last day on which it holds: proposed as the law has it for its kind. Empty: open until it is ended.",
    )
    doc_no = fields.Char(string="Document Number", tracking=True)
    doc_issuer = fields.Char(string="Issuer", tracking=True)
    note = fields.Text()
    is_open = fields.Boolean(string="Open Now", compute="_compute_is_open", search="_search_is_open")
    i_own = right_field("own", "employee_id")

    _dates_check = models.Constraint(
        "CHECK(date_to >= date_from)", "The last day of a sanction does not lie before its first."
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for sanction in self:
            months = MONTHS.get(sanction.kind)
            begins = sanction.date_from if months else False
            sanction.date_to = begins and fields.Date.add(begins, months=months, days=-1)

    @api.depends("date_from", "date_to", "company_id")
    def _compute_is_open(self):
        opened = self.filtered_domain(_IN_FORCE)
        for sanction in self:
            sanction.is_open = sanction in opened

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return _IN_FORCE if True in value else ~_IN_FORCE

    # === CRUD METHODS === #

    def _guard_unlink(self):
        self.check_access("unlink")
        for sanction in self.sudo():
            today = sanction.company_id._perf_today()
            entered = sanction.company_id._perf_local(sanction.create_date).date()
            if sanction.date_from <= today and entered < today:
                raise UserError(
                    self.env._(
                        "%(sanction)s is in force since %(day)s and stays on record. To lift it, set its last day.",
                        sanction=sanction.name,
                        day=format_date(self.env, sanction.date_from),
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _open_sql(self, employee, day):
        """Return whether a person has a sanction, an admonition or an investigation open on a day.

        :param SQL employee: id of the employee
        :param SQL day: the day
        """
        return SQL(
            "EXISTS (SELECT 1 FROM perf_sanction o WHERE o.employee_id = %(employee)s AND o.date_from <= %(day)s"
            " AND COALESCE(o.date_to, 'infinity') >= %(day)s)",
            employee=employee,
            day=day,
        )
