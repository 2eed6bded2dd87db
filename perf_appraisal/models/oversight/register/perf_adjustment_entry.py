from lxml import etree

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date


class PerfAdjustment(models.Model):
    """What may be entered in the register: by whom, under which rule, for whom, and in which period it counts."""

    _inherit = "perf.adjustment"

    # === COMPUTE METHODS === #

    @api.depends("unit_id", "employee_id", "date", "company_id")
    def _compute_appraisee_id(self):
        enrolled = self._enrolled()
        for adjustment in self:
            of_day = [
                appraisee
                for appraisee in enrolled.get((adjustment.company_id, adjustment._who()), ())
                if adjustment.date and appraisee.cycle_id.date_start <= adjustment.date <= appraisee.cycle_id.date_end
            ]
            adjustment.appraisee_id = of_day[0] if of_day else False

    @api.depends("appraisee_id", "date")
    def _compute_period_id(self):
        for adjustment in self:
            kind = adjustment.appraisee_id.scheme_id._result_kind()
            adjustment.period_id = adjustment.cycle_id.period_ids.filtered(
                lambda period, kind=kind, day=adjustment.date: (
                    period.kind == kind and day and period.date_start <= day <= period.date_end
                )
            )[:1]

    @api.depends("rule_id", "unit_id")
    def _compute_reported_by_unit_id(self):
        mine = self._my_units()
        for adjustment in self:
            reporters = adjustment._reporters()
            kept = adjustment.reported_by_unit_id & reporters
            own = adjustment.unit_id & reporters & mine
            adjustment.reported_by_unit_id = kept or own or (reporters & mine)[:1]

    # === CONSTRAINT METHODS === #

    @api.constrains("unit_id", "employee_id", "rule_id", "date", "quantity")
    def _check_entry(self):
        cycles = self.sudo()._open_cycles()
        for adjustment in self.sudo():
            if problem := adjustment._entry_problem(cycles):
                raise ValidationError(problem)

    @api.constrains("rule_id", "unit_id", "reported_by_unit_id")
    def _check_reporter(self):
        mine = self._my_units()
        for adjustment in self.sudo():
            reporter = adjustment.reported_by_unit_id
            if reporter - adjustment._reporters():
                raise ValidationError(
                    self.env._(
                        "%(unit)s does not report under the rule “%(rule)s”.",
                        unit=reporter.name,
                        rule=adjustment.rule_id._whole_name(),
                    )
                )
            # whoever may write his own draft does not make it one of others
            if problem := adjustment._reporting_problem(reporter & mine):
                raise ValidationError(problem)

    @api.constrains("origin")
    def _check_origin(self):
        foreign = any(adjustment.origin != "register" for adjustment in self)
        if foreign and not self.env.user.has_group("perf_appraisal.group_perf_office"):
            raise ValidationError(
                self.env._("The Performance Office says where it comes from. Leave it at “Register”.")
            )

    # === CRUD METHODS === #

    @api.model
    def _get_view_cache(self, view_id=None, view_type="form", **options):
        """Offer the grid of many units to who reports under a rule: asked each time, as who makes a record."""
        result = super()._get_view_cache(view_id, view_type, **options)
        if view_type not in ("list", "kanban"):
            return result
        if self.env.user.has_group("perf_appraisal.group_perf_office") or self._reports():
            return result
        arch = etree.fromstring(result["arch"])
        for button in arch.xpath("//header/button[@type='action']"):
            button.getparent().remove(button)
        return {**result, "arch": etree.tostring(arch, encoding="unicode")}

    def _guard_create(self, vals_list):
        super()._guard_create(vals_list)
        self._check_reporting(vals_list)

    def _check_reporting(self, vals_list):
        """Raise when somebody enters what only others report.

        :raise UserError: naming the rule and who enters it
        """
        mine, own = self._my_units(), self._own_units()
        for vals in vals_list:
            entry = self.new({name: vals.get(name) for name in ("rule_id", "unit_id")})
            if problem := entry._reporting_problem(mine, own):
                raise UserError(problem)

    # === BUSINESS METHODS === #

    def _copy_evidence(self, files):
        """Give each of the drafts, which the user has just made, copies of files that he has uploaded.

        :param files: ``ir.attachment`` recordset
        """
        if not files:
            return
        files.check_access("read")
        self.check_access("write")
        copies = self.env["ir.attachment"].create(
            [
                {"name": file.name, "raw": file.raw, "res_model": self._name, "res_id": adjustment.id}
                for adjustment in self
                for file in files
            ]
        )
        given = copies.grouped("res_id")
        self._fields["evidence_ids"].write_batch(
            [(adjustment, [Command.set(given[adjustment.id].ids)]) for adjustment in self.sudo()]
        )

    # === HELPERS === #

    def _who(self):
        """Return for whom it counts: the person, else the unit."""
        return self.employee_id or self.unit_id

    @api.model
    def _my_units(self):
        """Return the units that the user heads or coordinates."""
        units = self.env["hr.department"].sudo()
        return units.search(units._right_domain("run"))

    @api.model
    def _own_units(self):
        """Return the units whose matters are the user's own."""
        units = self.env["hr.department"].sudo()
        return units.search(units._right_domain("own") | units._right_domain("work_in"))

    @api.model
    def _default_unit(self):
        """Return the unit for which the user applies: his only one, unless it reports about others."""
        units = self._my_units().filtered("perf_is_unit")
        return units if len(units) == 1 and not self._reports() else False

    @api.model
    def _reports(self):
        """Return whether a unit that the user heads or coordinates reports under a rule of the register."""
        reported = [("is_register", "=", True), ("lead_unit_ids", "in", self._my_units().ids)]
        return bool(self.env["perf.indicator"].search_count(reported, limit=1))

    def _reporters(self):
        """Return the units that may enter it: those that lead the rule's indicator; a bonus its own unit, too."""
        own = self.unit_id if self.rule_id.kind == "bonus" else self.unit_id.browse()
        return self.rule_id.indicator_id.lead_unit_ids | own

    def _enrolled(self):
        """Return the enrolments in open cycles of whom it may concern: ``{(company, unit or person): appraisees}``."""
        found = (
            self.env["perf.appraisee"]
            .sudo()
            .search(
                Domain("cycle_id.state", "=", "open")
                & Domain("company_id", "in", self.company_id.ids)
                & (
                    (Domain("kind", "=", "unit") & Domain("unit_id", "in", self.unit_id.ids))
                    | Domain("employee_id", "in", self.employee_id.ids)
                )
            )
        )
        return found.grouped(lambda appraisee: (appraisee.company_id, appraisee.employee_id or appraisee.unit_id))

    def _reporting_problem(self, mine, own=()):
        """Return why the user cannot enter it, or nothing.

        :param mine: units that the user heads or coordinates
        :param own: units whose matters are his own
        """
        if mine & self._reporters():
            return ""
        if self.env.user.has_group("perf_appraisal.group_perf_office"):
            return self.env._("It concerns a unit of your own: a colleague enters it.") if self.unit_id in own else ""
        return self.env._(
            "“%s” is entered by the offices that report under it; only for a bonus of its own a unit applies itself.",
            self.rule_id._whole_name(),
        )

    def _open_cycles(self):
        """Return the open cycles of the companies."""
        return self.env["perf.cycle"].search(
            Domain("company_id", "in", self.company_id.ids) & Domain("state", "=", "open")
        )

    def _entry_problem(self, cycles):
        """Return why it cannot be entered, or nothing.

        :param cycles: as from :meth:`_open_cycles`
        """
        return self._rule_problem() or self._day_problem(cycles)

    def _rule_problem(self):
        """Return why the rule does not fit, or nothing."""
        rule = self.rule_id
        indicator = rule.indicator_id
        if not indicator.is_register or rule.kind not in ("bonus", "deduction"):
            return self.env._("“%s” is no rule of the register: it is claimed on the lines of a sheet.", rule.name)
        if indicator.company_id != self.company_id:
            return self.env._("“%s” is a rule of another company.", rule.name)
        if (indicator.kind == "employee") != bool(self.employee_id):
            if self.employee_id:
                return self.env._("“%s” is a rule for units: leave the person empty.", rule.name)
            return self.env._("“%s” is a rule for persons: name the person.", rule.name)
        if not self.points and rule.veto == "none":
            return self.env._("“%s” gives no points and is no veto: nothing would count.", rule._whole_name())
        return ""

    def _day_problem(self, cycles):
        """Return why nothing of the day can be entered for whom it concerns, or nothing.

        :param cycles: as from :meth:`_open_cycles`
        """
        if not self.date:
            return self.env._("Choose the day on which it happened.")
        day = format_date(self.env, self.date)
        if self.date > self.company_id._perf_today():
            return self.env._("%s lies in the future: enter what has happened.", day)
        appraisee = self.appraisee_id
        if not appraisee:
            cycle = cycles.filtered(
                lambda cycle: cycle.company_id == self.company_id and cycle.date_start <= self.date <= cycle.date_end
            )[:1]
            if not cycle:
                return self.env._("%s lies in no open cycle.", day)
            return self.env._("%(who)s does not take part in %(cycle)s.", who=self._who().name, cycle=cycle.name)
        if appraisee.status == "excluded":
            return self.env._("%(who)s is left out of %(cycle)s.", who=self._who().name, cycle=appraisee.cycle_id.name)
        if appraisee.unit_id != self.unit_id:
            return self.env._(
                "%(who)s takes part in %(unit)s: choose this unit.", who=self._who().name, unit=appraisee.unit_id.name
            )
        if not self.rule_id._of_year(self.date):
            return self.env._("“%s” is a rule of another year.", self.rule_id._whole_name())
        if self.period_id.state == "closed":
            return self.env._(
                "%s is closed: what happened in it can no longer be entered.", self.period_id.display_name
            )
        return ""
