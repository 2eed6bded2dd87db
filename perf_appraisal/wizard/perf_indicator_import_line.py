from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from odoo import api, fields, models

from ..const import METHODS, PERIOD_KINDS, SCORE_DIGITS
from ..tools import notation, notation_table
from ..tools.scoring import to_decimal
from .import_notices import NOTICES

#: Parts the note of an indicator: before it stands the unit as the table names it, where no such unit was found.
NOTE_SEPARATOR = " | "

STATUSES = [
    ("unread", "Not understood"),
    ("check", "To check"),
    ("ready", "Understood"),
    ("differs", "Differs from what is there"),
    ("exists", "Already there"),
    ("left_out", "Left out"),
]

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
    file_rule = fields.Text(string="Rule in the File", readonly=True)
    full_text = fields.Char(string="Full Points in the File", readonly=True)
    full_score = fields.Float(string="Full Points", digits=SCORE_DIGITS)
    reading_notices = fields.Json(readonly=True)
    rule_kind = fields.Char(string="Kind of Rule")
    rule_text = fields.Text(string="Rule", help="Change the text to have it read again.")
    condition = fields.Text(string="Standard")
    note = fields.Char()
    appraised = fields.Char(readonly=True)
    lead_text = fields.Char(string="Lead Units in the File", readonly=True)
    unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_indicator_import_line_unit_rel",
        string="Units",
        help="The units that the row is meant for: each gets an indicator. Empty: all, or a unit that is not known.",
    )
    unknown_units = fields.Json(readonly=True)
    unknown_leads = fields.Json(readonly=True)
    has_own_units = fields.Boolean(readonly=True, help="A person chose whom the row is for, whatever the names mean.")
    lead_unit_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="perf_indicator_import_line_lead_rel",
        string="Lead Units",
    )
    has_own_leads = fields.Boolean(readonly=True, help="A person chose who scores the row, whatever the names mean.")
    frequency = fields.Selection(selection=PERIOD_KINDS, required=True, default="month")

    is_checked = fields.Boolean(string="Checked", help="A person has looked at the row, and it shall be as it stands.")

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
    summary = fields.Char(string="How It Was Read", compute="_compute_understood")
    notices = fields.Text(string="Please Check", compute="_compute_notices")
    existing_id = fields.Many2one(comodel_name="perf.indicator", string="Already There", compute="_compute_existing")
    differences = fields.Text(compute="_compute_existing")
    status = fields.Selection(selection=STATUSES, compute="_compute_notices")
    todo = fields.Selection(
        selection=STATUSES,
        readonly=True,
        help="What there was to do with the row when it was saved: rows are grouped by it.",
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

    @api.depends("appraised", "unit_ids")
    def _compute_scope(self):
        for line in self:
            common = notation_table.read_appraised(line.appraised or "")[1]
            line.scope = "common" if common and not line.unit_ids else "specific"

    @api.depends("rule_text", "full_score", "rule_kind", "name", "condition", "note", "method")
    def _compute_understood(self):
        for line in self:
            line.is_register = not line.full_score
            line.summary = line._summary(line._parse())

    @api.depends(
        "import_id.scheme_id", "section", "code", "name", "appraised", "unit_ids", "scope", "inside_above", "rule_text",
        "full_score", "method", "condition", "note", "frequency", "lead_unit_ids",
    )  # fmt: skip
    def _compute_existing(self):
        for wizard, lines in self.grouped("import_id").items():
            existing = wizard._match_existing()
            above = wizard._above_lines(wizard.line_ids.sorted("row_number"))
            inside = defaultdict(list)
            for line, upper in above.items():
                inside[upper].append(line)
            for line in lines:
                read = line if line in existing else line._origin  # a form asks for rows that nobody touches, too
                found = existing.get(read)
                line.existing_id = found[0] if found else False
                line.differences = line._differences(found, inside[read]) if found and read not in above else False

    @api.depends(
        "include", "existing_id", "differences", "rule_text", "full_score", "rule_kind", "name", "condition", "note",
        "inside_above", "method", "is_checked", "unknown_units", "unknown_leads", "unit_ids", "lead_unit_ids",
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

    # === CRUD METHODS === #

    def write(self, vals):
        """Keep the units that a person chose for the row, and ask no more which units its names mean."""
        chosen = {}
        if not vals.keys().isdisjoint({"unit_ids", "scope"}):
            chosen |= {"unknown_units": [], "has_own_units": True}
        if "lead_unit_ids" in vals:
            chosen |= {"unknown_leads": [], "has_own_leads": True}
        return super().write(chosen | vals)

    # === BUSINESS METHODS === #

    def _parse(self):
        """Return what the row's rule means, as it stands now.

        Note: self.ensure_one()

        :return: a ``notation.Parsed``
        """
        self.ensure_one()
        return _parsed(
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

    def _table_rows(self):
        """Return the row once for each unit that it is meant for.

        Note: self.ensure_one()

        :return: a list of ``notation_table.Row``
        """
        self.ensure_one()
        row = self._table_row()
        return [replace(row, group=name) for name in self.unit_ids.mapped("name")] or [row]

    def _section_path(self):
        """Return the headings as they will be stored, the broadest first, without the points that they name.

        Note: self.ensure_one()
        """
        self.ensure_one()
        return tuple(notation_table.section_names(self.section or "")) or (self.env._("Without section"),)

    def _section_name(self):
        """Return the headings as one text.

        Note: self.ensure_one()
        """
        self.ensure_one()
        return notation_table.PATH.join(self._section_path())

    def _owners(self):
        """Return what tells rows of one name apart that are meant for different units.

        Note: self.ensure_one()
        """
        self.ensure_one()
        return self.unit_ids.mapped("name") or [(self.appraised if self.scope == "specific" else "") or ""]

    def _unit_texts(self):
        """Return the cells of the row that name units.

        Note: self.ensure_one()
        """
        self.ensure_one()
        appraised = self.appraised or ""
        return ["" if notation_table.read_appraised(appraised)[1] else appraised, self.lead_text or ""]

    # === HELPERS === #

    def _note(self):
        """Return the note, before it the unit as the table names it where no such unit was found."""
        self.ensure_one()
        unmatched = self.scope == "specific" and not self.unit_ids
        return NOTE_SEPARATOR.join(filter(None, [self.appraised if unmatched else "", self.note])) or False

    def _own_notices(self, parsed):
        """Return what does not fit in this row alone."""
        self.ensure_one()
        if not self.include and notation_table.is_total_row(self.name or "", self.rule_text or ""):
            return [notation.Notice.of("total_row")]
        notices = list(parsed.warnings)
        for code, args in self.reading_notices or ():
            if code not in ("points_missing", "points_nowhere") or not self.full_score:
                notices.append(notation.Notice.of(code, **args))
        if self.scope == "specific":
            notices += [notation.Notice.of("unit_unknown", text=name) for name in self.unknown_units or ()]
        if self.unknown_leads:
            notices += [notation.Notice.of("lead_unknown", text=name) for name in self.unknown_leads]
        if self._points_unread():
            notices.append(notation.Notice.of("full_unreadable", text=self.full_text))
        return notices

    def _status(self, parsed, notices):
        """Return the row's status; what is worst wins."""
        self.ensure_one()
        if self.existing_id:
            return "differs" if self.differences else "exists"
        if not self.include:
            return "left_out"
        if self.is_checked:
            return "ready"
        if (not parsed.understood and self.method == parsed.method) or self._points_unread():
            return "unread"
        return "check" if notices else "ready"

    def _points_unread(self):
        """Tell whether the points in the file are none, and nobody has given others."""
        self.ensure_one()
        return bool(self.full_text) and notation.read_points(self.full_text) is None and not self.full_score

    @api.model
    def _sentence(self, notice):
        """Return a notice in the user's language."""
        sentence = self.env._(NOTICES[notice.code])  # pylint: disable=unknown-option-value,gettext-variable
        args = dict(notice.args)
        if args.get("group") == "":
            args["group"] = self.env._("the whole table")
        return sentence % args

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
        loss_cap = parsed.loss_cap if self.method == parsed.method else 0
        pieces += [f"− ≤ {show(loss_cap)}"] if loss_cap else []
        caps = (parsed.bonus_cap, parsed.deduction_cap if parsed.deduction_cap != loss_cap else 0)
        pieces += [f"≤ {show(cap)}" for cap in caps if cap]
        return "; ".join(pieces)

    def _rules_of(self, parsed):
        """Return the rules that go with the chosen method: parts belong to *parts* alone."""
        self.ensure_one()
        return [rule for rule in parsed.rules if rule.kind != "part" or self.method == "parts"]


@lru_cache(maxsize=4096)
def _parsed(*texts):
    """Return what a rule means; a table asks for it many times, and nobody changes what is returned."""
    return notation.parse(*texts)


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
