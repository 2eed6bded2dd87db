from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

#: Activities made between two commits.
CHUNK = 500

#: Kind of a reminder → the type of its activity. ``own`` ones hang on the person's own sheet.
ACTIVITY_TYPES = {
    "own": "perf_appraisal.mail_activity_type_own",
    "fill": "perf_appraisal.mail_activity_type_fill",
    "review": "perf_appraisal.mail_activity_type_review",
    "lead": "perf_appraisal.mail_activity_type_lead",
    "confirm": "perf_appraisal.mail_activity_type_confirm",
    "escalate": "perf_appraisal.mail_activity_type_escalate",
    "stuck": "perf_appraisal.mail_activity_type_stuck",
}


class PerfReminder(models.Model):
    """What somebody has to do on sheets of other people in a period: one reminder, however many sheets.

    Only whom it concerns sees it. Nothing in it tells a score, a fact or a name.
    """

    _name = "perf.reminder"
    _description = "Reminder"
    _inherit = ["perf.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _systray_view = "kanban"

    kind = fields.Selection(
        selection=[
            ("fill", "Fill in for others"),
            ("review", "Review"),
            ("lead", "Score other units' lines"),
            ("confirm", "Confirm"),
            ("escalate", "Late in your unit"),
            ("stuck", "Nobody can review"),
        ],
        required=True,
        readonly=True,
    )
    period_id = fields.Many2one("perf.period", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    deadline = fields.Date(readonly=True, help="The first day on which one of the sheets is due.")

    _user_uniq = models.Constraint(
        "UNIQUE(period_id, user_id, kind)", "There is one reminder of each kind for a period and account."
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for reminder in self:
            parts = [kinds.get(reminder.kind), reminder.period_id.display_name]
            reminder.display_name = " · ".join(filter(None, parts))

    # === CRUD METHODS === #

    def unlink(self):
        """Remove reminders together with their activities."""
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        activities.search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
        return super().unlink()

    def message_subscribe(self, partner_ids=None, subtype_ids=None):  # pylint: disable=unused-argument
        """Take no followers: a reminder concerns its account only."""
        return True

    # === ACTION METHODS === #

    def action_open(self):
        """Open what is to be done.

        :return: an action dictionary
        """
        self.ensure_one()
        names = {"review": "perf_appraisal_action_review", "confirm": "perf_appraisal_action_confirm"}
        if self.kind == "lead":
            action = self.env["ir.actions.client"]._for_xml_id("perf_appraisal.perf_grid_action_lead")
            return action | {"context": {"kind": "lead", "period_id": self.period_id.id}}
        name = names.get(self.kind, "perf_appraisal_action_unit")
        action = self.env["ir.actions.act_window"]._for_xml_id(f"perf_appraisal.{name}")
        action["domain"] = list(Domain("period_id", "=", self.period_id.id) & self._sheets_domain())
        action["context"] = {}
        return action

    def _sheets_domain(self):
        """Return the domain of the sheets that the reminder means."""
        return {
            "fill": Domain("state", "=", "draft"),
            "review": Domain("state", "=", "self_scored"),
            "confirm": Domain("state", "=", "reviewed"),
            "escalate": Domain("is_overdue", "=", True),
            "stuck": Domain("i_unblock", "=", True),
        }[self.kind]

    # === BUSINESS METHODS === #

    @api.model
    def remind_late(self, cycle_id):
        """Remind everybody at once who has something late in the open periods of a cycle's company.

        :param int cycle_id: the cycle
        :return: ``{"people": how many accounts have something late, "new": how many reminders were made}``
        :raise AccessError: for everybody but the Performance Office
        """
        if not self.env.user.has_group("perf_appraisal.group_perf_office"):
            raise AccessError(self.env._("Only the Performance Office reminds everybody."))
        cycle = self.env["perf.cycle"].browse(cycle_id)
        cycle.check_access("read")
        due, made = self.sudo()._remind(cycle.company_id, late_only=True)
        return {"people": len({row.user_id for row in due}), "new": made}

    @api.model
    def _cron_remind(self):
        """Remind before and after the deadlines, escalate what is late, and close what is done."""
        companies = self.env["perf.appraisal"].sudo()._read_group([], ["company_id"])
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(companies))
        for left, (company,) in zip(range(len(companies) - 1, -1, -1), companies, strict=True):
            self._remind(company, commit=True)
            progress._commit_progress(1, remaining=left)

    @api.model
    def _remind(self, company, late_only=False, commit=False):
        """Make the reminders that are missing, and remove those that are done; the same again changes nothing.

        :param company: ``res.company`` record
        :param bool late_only: only what is past its deadline, and remove nothing
        :param bool commit: whether to commit after every chunk
        :return: what is due, as from :meth:`_find_due`, and how many activities were made
        """
        company.ensure_one()
        due = self._find_due(company, late_only=late_only)
        if not late_only:
            wanted = {row.key for row in due}
            self.search([("company_id", "=", company.id)]).filtered(lambda found: found._key() not in wanted).unlink()
        anchors = self._insert(company, [row for row in due if not row.sheet_id])
        wanted = {("perf.appraisal", row.sheet_id, row.user_id): row for row in due if row.sheet_id}
        wanted |= {(self._name, anchors[row.key], row.user_id): row for row in due if not row.sheet_id}
        made = self._reconcile(company, wanted, late_only, commit)
        return due, made

    @api.model
    def _close_moved(self, sheets, done_by_office=False):
        """Remove the activities of sheets that were handed in, and the user's reminders for which nothing is left.

        :param sheets: ``perf.appraisal`` recordset, those that were moved
        :param bool done_by_office: whether nothing may be left to confirm now, so that nobody is to be reminded of it
        """
        if handed_in := sheets.filtered(lambda sheet: sheet.state != "draft"):
            own = self.env["ir.model.data"]._xmlid_to_res_id("perf_appraisal.mail_activity_type_own")
            of_sheets = Domain("res_model", "=", sheets._name) & Domain("res_id", "in", handed_in.ids)
            self.env["mail.activity"].sudo().search(of_sheets & Domain("activity_type_id", "=", own)).unlink()
        asked = Domain("user_id", "=", self.env.uid)
        if done_by_office:
            asked |= Domain("kind", "=", "confirm")
        reminders = self.sudo().search(Domain("period_id", "in", sheets.sudo().period_id.ids) & asked)
        reminders._close_done(self.env.uid, done_by_office)

    def _close_done(self, user_id, done_by_office=False):
        """Remove those for which nothing is left to do.

        :param int user_id: the account that has just done something
        :param bool done_by_office: whether some of these remind colleagues of the office to confirm
        """
        for company, reminders in self.grouped("company_id").items():
            due = self._find_due(
                company, period_ids=reminders.period_id.ids, user_id=user_id, all_confirm=done_by_office
            )
            left = {row.key for row in due}
            reminders.filtered(lambda found, left=left: found._key() not in left).unlink()

    def _key(self):
        """Return what there is once of a reminder."""
        return (self.kind, self.period_id.id, self.user_id.id)

    def _insert(self, company, due):
        """Make the reminders that are missing, in one statement.

        :param company: ``res.company`` record
        :param list due: as from :meth:`_find_due`
        :return: ``{(kind, period id, account id): id}``
        """
        ids = self._bulk_insert(
            ["kind", "period_id", "user_id", "deadline", "company_id"],
            [(row.kind, row.period_id, row.user_id, row.deadline, company.id) for row in due],
            on_conflict=SQL("(period_id, user_id, kind) DO UPDATE SET deadline = EXCLUDED.deadline"),
        )
        return {reminder._key(): reminder.id for reminder in self.browse(ids)}

    # === HELPERS - ACTIVITIES === #

    def _reconcile(self, company, wanted, late_only, commit):
        """Let the activities be those that are wanted.

        :param company: ``res.company`` record
        :param dict wanted: ``{(model, record id, account id): what is due}``
        :param bool late_only: remove nothing
        :param bool commit: whether to commit after every chunk
        :return: how many were made
        """
        found = self._find_activities(company)
        activity = self.env["mail.activity"].sudo()
        if not late_only:
            activity.browse([row[0] for key, row in found.items() if key not in wanted]).unlink()
        there = {key: row.deadline for key, row in wanted.items() if key in found}
        self._move_activities([(found[key][0], day) for key, day in there.items() if found[key][1] != day])
        missing = [(key, row) for key, row in wanted.items() if key not in found]
        for start in range(0, len(missing), CHUNK):
            self._make_activities(missing[start : start + CHUNK])
            if commit:
                self.env["ir.cron"]._commit_progress()
                self.env.invalidate_all()
        return len(missing)

    def _type_ids(self):
        """Return the id of each type of activity: ``{kind: id}``."""
        return {kind: self.env.ref(name).id for kind, name in ACTIVITY_TYPES.items()}

    def _find_activities(self, company):
        """Return the activities that are there: ``{(model, record id, account id): (id, deadline)}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT v.res_model, v.res_id, v.user_id, v.id, v.date_deadline
                  FROM mail_activity v
             LEFT JOIN perf_appraisal a ON v.res_model = 'perf.appraisal' AND a.id = v.res_id
             LEFT JOIN perf_reminder r ON v.res_model = 'perf.reminder' AND r.id = v.res_id
                 WHERE v.activity_type_id = ANY(%s) AND v.active AND COALESCE(a.company_id, r.company_id) = %s
                """,
                list(self._type_ids().values()),
                company.id,
            ),
        )
        return {tuple(key): (found, day) for *key, found, day in rows}

    def _make_activities(self, missing):
        """Make the activities of one chunk: no mail is sent, and nothing in them tells a name.

        :param list missing: pairs of ``(model, record id, account id)`` and what is due
        """
        types = self._type_ids()
        models_ = {name: self.env["ir.model"]._get_id(name) for name in ("perf.appraisal", self._name)}
        of_periods = self.env["perf.period"].browse({row.period_id for _key, row in missing})
        names = {period.id: period.display_name for period in of_periods.sudo()}
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "res_model_id": models_[model],
                        "res_id": record,
                        "activity_type_id": types[row.kind],
                        "user_id": user,
                        "date_deadline": row.deadline,
                        "automated": True,
                    }
                    for (model, record, user), row in missing
                ],
            )
        )
        called = {}
        for activity, (_key, row) in zip(activities, missing, strict=True):
            called.setdefault(names[row.period_id], []).append(activity.id)
        for name, ids in called.items():  # instead of the sheet's name, which is that of a person
            activities.browse(ids).write({"res_name": name})

    def _move_activities(self, moved):
        """Let activities follow deadlines that were moved.

        :param list moved: pairs of an activity's id and its day
        """
        if not moved:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE mail_activity a SET date_deadline = v.day FROM unnest(%s::int4[], %s::date[]) AS v(id, day) "
                "WHERE a.id = v.id",
                [found for found, _day in moved],
                [day for _found, day in moved],
            ),
        )
        self.env["mail.activity"].invalidate_model(["date_deadline"])
