from collections import defaultdict

from odoo import Command, api, fields, models

from ..const import METHODS, PERIOD_KINDS, SCORE_DIGITS
from ..tools import notation, notation_table
from ..tools.scoring import to_decimal
from .import_notices import NOTICES

#: Parts the note of an indicator: before it stands the unit as the table names it, where no such unit was found.
NOTE_SEPARATOR = " | "

_SIGNS = {"bonus": "+", "deduction": "−"}


class PerfIndicatorImportLine(models.TransientModel):
    """A row of the uploaded table, what was understood of it, and what does not fit."""

    _name = "perf.indicator.import.line"
    _description = "Row of an Indicator Import"
    _order = "import_id, row_number, id"
    _transient_max_hours = 24.0

    import_id = fields.Many2one(
        comodel_name="perf.indicator.import",
        string="Import of a Table",
        required=True,
        index=True,
        ondelete="cascade",
    )
    row_number = fields.Integer(string="Row", readonly=True, help="Row of the file.")
    include = fields.Boolean(string="Import", help="Rows that are not ticked are left out.")

    # What the table says; everything can be corrected
    section = fields.Char()
    code = fields.Char(string="No.")
    name = fields.Char(string="Indicator", required=True)
    full_text = fields.Char(string="Full Points in the File", readonly=True)
    full_score = fields.Float(string="Full Points", digits=SCORE_DIGITS)
    reading_notices = fields.Json(readonly=True)
    rule_kind = fields.Char(string="Kind of Rule")
    rule_text = fields.Text(string="Rule", help="Change the text to have it read again.")
    condition = fields.Text(string="Standard")
    note = fields.Char()
    appraised = fields.Char()
    unit_id = fields.Many2one(
        comodel_name="hr.department",
        index=True,
        help="The unit that the row is meant for. Empty: all, or a unit whose name was not found.",
    )
    lead_unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_indicator_import_line_lead_rel",
        string="Lead Units",
    )
    frequency = fields.Selection(selection=PERIOD_KINDS, required=True, default="month")

    # What was understood
    method = fields.Selection(
        selection=METHODS,
        required=True,
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
    )
    inside_above = fields.Boolean(
        string="Inside the Row Above",
        compute="_compute_inside_above",
        store=True,
        readonly=False,
        precompute=True,
        help="The row deducts inside the row above it: it becomes a deduction rule of that row and adds no points.",
    )
    scope = fields.Selection(
        selection=[("common", "Common"), ("specific", "Unit-specific")],
        compute="_compute_scope",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_register = fields.Boolean(string="Register", compute="_compute_understood")
    summary = fields.Char(string="Understood", compute="_compute_understood")
    notices = fields.Text(string="Please Check", compute="_compute_notices")
    existing_id = fields.Many2one(comodel_name="perf.indicator", string="Already There", compute="_compute_existing_id")
    status = fields.Selection(
        selection=[
            ("ready", "Understood"),
            ("check", "To check"),
            ("unread", "Not understood"),
            ("exists", "Already there"),
            ("left_out", "Left out"),
        ],
        compute="_compute_notices",
    )

    _score_positive = models.Constraint("CHECK(full_score >= 0)", "Full points cannot be negative.")

    # === COMPUTE METHODS === #

    @api.depends("rule_text", "full_score", "rule_kind", "note")
    def _compute_method(self):
        for line in self:
            line.method = line._parse().method

    @api.depends("note")
    def _compute_inside_above(self):
        for line in self:
            line.inside_above = line._parse().inside_above

    @api.depends("appraised", "unit_id")
    def _compute_scope(self):
        for line in self:
            common = notation_table.read_appraised(line.appraised or "")[1]
            line.scope = "common" if common and not line.unit_id else "specific"

    @api.depends("rule_text", "full_score", "rule_kind", "name", "condition", "note", "method")
    def _compute_understood(self):
        for line in self:
            line.is_register = not line.full_score
            line.summary = line._summary(line._parse())

    @api.depends("import_id.scheme_id", "section", "code", "name", "appraised", "unit_id", "inside_above")
    def _compute_existing_id(self):
        for wizard, lines in self.grouped("import_id").items():
            existing = wizard._existing_indicators()
            above = wizard._above_lines(wizard.line_ids.sorted("row_number"))
            for line in lines:
                row = above.get(line, line)
                key = (row._section_name(), row._owner())
                line.existing_id = existing.get((*key, "name", row.name)) or existing.get((*key, "code", row.code))

    @api.depends(
        "include", "existing_id", "rule_text", "full_score", "rule_kind", "name", "condition", "note", "inside_above",
        "import_id.line_ids.include", "import_id.line_ids.full_score", "import_id.line_ids.name",
        "import_id.line_ids.section", "import_id.line_ids.code", "import_id.line_ids.inside_above",
    )  # fmt: skip
    def _compute_notices(self):
        for wizard, lines in self.grouped("import_id").items():
            of_table = defaultdict(list)
            for row_number, notice in wizard._check_table():
                of_table[row_number].append(notice)
            for line in lines:
                parsed = line._parse()
                found = [*line._own_notices(parsed), *of_table[line.row_number]]
                line.notices = "\n".join(self._sentence(notice) for notice in found)
                line.status = line._status(parsed, found)

    # === BUSINESS METHODS === #

    def _parse(self):
        """Return what the row's rule means, as it stands now.

        Note: self.ensure_one()

        :return: a ``notation.Parsed``
        """
        self.ensure_one()
        return notation.parse(
            self.rule_text or "",
            to_decimal(self.full_score),
            self.rule_kind or "",
            self.name or "",
            self.condition or "",
            self.note or "",
        )

    def _table_row(self):
        """Return the row as the checks over the whole table need it.

        Note: self.ensure_one()

        :return: a ``notation_table.Row``
        """
        self.ensure_one()
        return notation_table.Row(
            number=self.row_number,
            section=self.section or "",
            name=self.name or "",
            full_points=to_decimal(self.full_score),
            code=self.code or "",
            group=self.appraised or "",
            inside_above=self.inside_above,
            is_total=notation_table.is_total_row(self.name or "", self.rule_text or ""),
        )

    def _section_name(self):
        """Return the section's name as it will be stored: the heading without the points that it names.

        Note: self.ensure_one()
        """
        self.ensure_one()
        return notation_table.section_name(self.section or "") or self.env._("Without section")

    def _owner(self):
        """Return what tells rows of one name apart that are meant for different units.

        Note: self.ensure_one()
        """
        self.ensure_one()
        return self.unit_id.name or (self.appraised if self.scope == "specific" else "") or ""

    def _prepare_indicator_values(self, section, sequence, inside):
        """Return the values of the indicator that the row becomes.

        Note: self.ensure_one()

        :param section: its ``perf.indicator.section``
        :param int sequence: place in the scheme's table
        :param inside: rows that deduct inside this one
        """
        self.ensure_one()
        parsed = self._parse()
        wizard = self.import_id
        rules = [_prepare_rule(rule) for rule in self._rules_of(parsed)]
        for line in inside:
            rules += line._prepare_inside_rules()
        values = {
            "scheme_id": wizard.scheme_id.id,
            "company_id": wizard.scheme_id.company_id.id,
            "section_id": section.id,
            "sequence": sequence,
            "code": self.code or False,
            "name": self.name,
            "scope": self.scope,
            "unit_id": self.unit_id.id,
            "lead_unit_ids": [Command.set(self.lead_unit_ids.ids)],
            "frequency": self.frequency,
            "method": self.method,
            "full_score": self.full_score,
            "uom": parsed.uom or False,
            "default_target": float(parsed.target or 0),
            "bonus_cap": float(parsed.bonus_cap),
            "deduction_cap": float(parsed.deduction_cap),
            "standard": self.condition or False,
            "source_text": self.rule_text or False,
            "note": self._note(),
            "rule_ids": [Command.create(rule | {"sequence": place * 10}) for place, rule in enumerate(rules, 1)],
        }
        if self.method == "level":
            values["level_ids"] = [
                Command.create(_prepare_level(level) | {"sequence": place * 10})
                for place, level in enumerate(parsed.levels, 1)
            ]
        if self.method == parsed.method:
            values |= _prepare_method(parsed)
        return values

    def _prepare_inside_rules(self):
        """Return the rules that the row gives to the indicator of the row above it: at most its own points together.

        Note: self.ensure_one()
        """
        self.ensure_one()
        parsed = self._parse()
        rules = [rule for rule in parsed.rules if rule.kind == "deduction"]
        if not rules:
            # what cannot be read still is a rule of its name, entered with the points that the case asks for
            rules = [notation.RuleSpec("deduction", self.rule_text or self.name, to_decimal(self.full_score))]
        return [
            _prepare_rule(rule) | {"name": f"{self.name}: {rule.name}", "max_points": self.full_score} for rule in rules
        ]

    # === HELPERS === #

    def _note(self):
        """Return the note, before it the unit as the table names it where no such unit was found."""
        self.ensure_one()
        unmatched = self.scope == "specific" and not self.unit_id
        return NOTE_SEPARATOR.join(filter(None, [self.appraised if unmatched else "", self.note])) or False

    def _own_notices(self, parsed):
        """Return what does not fit in this row alone."""
        self.ensure_one()
        notices = list(parsed.warnings)
        for code, args in self.reading_notices or ():
            if code != "points_missing" or not self.full_score:
                notices.append(notation.Notice.of(code, **args))
        if self.full_text and notation.read_points(self.full_text) is None and not self.full_score:
            notices.append(notation.Notice.of("full_unreadable", text=self.full_text))
        if not self.include and notation_table.is_total_row(self.name or "", self.rule_text or ""):
            notices.append(notation.Notice.of("total_row"))
        return notices

    def _status(self, parsed, notices):
        """Return the row's status; what is worst wins."""
        self.ensure_one()
        if self.existing_id:
            return "exists"
        if not self.include:
            return "left_out"
        if not parsed.understood and self.method == parsed.method:
            return "unread"
        return "check" if notices else "ready"

    @api.model
    def _sentence(self, notice):
        """Return a notice in the user's language."""
        sentence = self.env._(NOTICES[notice.code])  # pylint: disable=unknown-option-value,gettext-variable
        return sentence % dict(notice.args)

    def _summary(self, parsed):
        """Return in one line how the row will be scored, numbers first, so that it needs few words."""
        self.ensure_one()
        show = notation.show
        pieces = [self.env._("Register")] if self.is_register else []
        if self.method == parsed.method == "ratio":
            target = "?" if parsed.target is None else show(parsed.target)
            pieces.append(f"÷ {target}{parsed.uom} × {show(parsed.full_points)}")
        elif self.method == parsed.method == "threshold":
            pieces.append(f"{'≤' if parsed.direction == 'lower' else '≥'} {show(parsed.threshold_value)}{parsed.uom}")
        elif self.method == parsed.method == "efficacy":
            pieces.append(f"{show(parsed.low_value)} … {show(parsed.high_value)}")
        elif self.method == parsed.method == "step":
            first = f"−{show(parsed.step_first_points)}; " if parsed.step_first_points else ""
            unit = "%" if parsed.step_basis == "percent_of_target" else parsed.uom
            pieces.append(f"{first}−{show(parsed.step_points)} / {show(parsed.step_size)}{unit}")
        elif self.method == "judged" and parsed.full_points:
            pieces.append(f"0 … {show(parsed.full_points)}")
        if self.method == "level":
            pieces += [_show_level(level) for level in parsed.levels]
        pieces += [_show_rule(rule) for rule in self._rules_of(parsed)]
        pieces += [f"≤ {show(cap)}" for cap in (parsed.bonus_cap, parsed.deduction_cap) if cap]
        return "; ".join(pieces)

    def _rules_of(self, parsed):
        """Return the rules that go with the chosen method: parts belong to *parts* alone."""
        self.ensure_one()
        return [rule for rule in parsed.rules if rule.kind != "part" or self.method == "parts"]


def _prepare_method(parsed):
    """Return the figures that the method of a notation needs."""
    values = {"direction": parsed.direction}
    if parsed.method == "ratio":
        values["ratio_cap"] = float(parsed.ratio_cap)
    elif parsed.method == "threshold":
        values["threshold_value"] = float(parsed.threshold_value)
    elif parsed.method == "efficacy":
        values |= {"low_value": float(parsed.low_value), "high_value": float(parsed.high_value)}
    elif parsed.method == "step":
        values |= {
            "step_size": float(parsed.step_size),
            "step_points": float(parsed.step_points),
            "step_first_points": float(parsed.step_first_points),
            "step_basis": parsed.step_basis,
            "step_rounding": parsed.step_rounding,
        }
    return values


def _prepare_rule(rule):
    """Return the values of a rule."""
    return {
        "kind": rule.kind,
        "name": rule.name,
        "points": float(rule.points),
        "uom": rule.uom or False,
        "multiplier": float(rule.multiplier),
        "max_points": float(rule.max_points),
        "highest_only": rule.highest_only,
        "veto": rule.veto,
    }


def _prepare_level(level):
    """Return the values of a level."""
    return {"name": level.name, "min_points": float(level.min_points), "max_points": float(level.max_points)}


def _show_level(level):
    """Return a level with its points."""
    low, high = notation.show(level.min_points), notation.show(level.max_points)
    return f"{level.name}: {high if low == high else f'{low}–{high}'}"


def _show_rule(rule):
    """Return a rule with sign, points, unit, factor and cap."""
    if rule.kind == "part":
        return f"{rule.name}: {notation.show(rule.points)}"
    text = f"{_SIGNS[rule.kind]}{notation.show(rule.points)}" if rule.veto == "none" or rule.points else ""
    if rule.uom:
        text += f"/{rule.uom}"
    if rule.multiplier != 1:
        text += f" × {notation.show(rule.multiplier)}"
    if rule.max_points:
        text += f" ≤ {notation.show(rule.max_points)}"
    return f"{text} {rule.name}".strip()
