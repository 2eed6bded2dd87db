from odoo import Command, api, models

from ..tools import notation, notation_table, period_words, unit_names
from ..tools.scoring import LOSS_METHODS, to_decimal

#: Fields of an indicator that a table sets, in the order in which differences are told.
_COMPARED = (
    "code",
    "name",
    "section_id",
    "full_score",
    "method",
    "scope",
    "lead_unit_ids",
    "frequency",
    "standard",
    "source_text",
    "note",
    "uom",
    "default_target",
    "bonus_cap",
    "deduction_cap",
    "direction",
    "ratio_cap",
    "threshold_value",
    "low_value",
    "high_value",
    "step_size",
    "step_points",
    "step_first_points",
    "step_basis",
    "step_rounding",
    "loss_cap",
)

#: What tells rules and levels from others.
_RULE = ("kind", "name", "points", "uom", "multiplier", "max_points", "highest_only", "veto")
_USUAL = {"multiplier": 1.0, "veto": "none"}
_LEVEL = ("name", "min_points", "max_points")


class PerfIndicatorImportLine(models.TransientModel):
    """From a row of the file to a row of the preview, and from there to an indicator, new or changed."""

    _inherit = "perf.indicator.import.line"

    # === BUSINESS METHODS - FROM THE FILE === #

    @api.model
    def _create_from(self, wizard, rows):
        """Create the preview's rows; rules that were corrected in an earlier table are corrected again.

        :param wizard: ``perf.indicator.import`` record
        :param rows: list of ``notation_rows.TableRow``
        :return: the new lines
        """
        recalled = self.env["perf.import.memory"]._recall("rule", wizard.company_id or self.env.company)
        vals_list = []
        for row in rows:
            vals = _prepare_line(row) | {"import_id": wizard.id}
            vals["frequency"] = period_words.read_frequency(row.cells.get("frequency")) or wizard.frequency
            memory = recalled.get(unit_names.memory_key(vals["file_rule"])) if vals["file_rule"] else None
            if memory:
                vals |= {"rule_text": memory.rule_text} | ({"method": memory.method} if memory.method else {})
                vals["reading_notices"].append(["remembered", {"text": vals["file_rule"]}])
            vals_list.append(vals)
        return self.create(vals_list)

    # === BUSINESS METHODS - CORRECTIONS === #

    def _readings(self):
        """Return by which text and method each row is read: ``{line: (text, method)}``."""
        return {line: (line.rule_text, line.method) for line in self}

    def _correct_equal(self, before):
        """Correct the rows with an equal cell as one of them was corrected; what a person changed himself stays.

        :param dict before: as from :meth:`_readings`, before the change
        """
        corrected = {}
        for line in self:
            if line.file_rule and (line.rule_text, line.method) != before.get(line, (line.rule_text, line.method)):
                corrected[unit_names.memory_key(line.file_rule)] = line
        for line in self if corrected else ():
            source = corrected.get(unit_names.memory_key(line.file_rule or ""))
            untouched = line.rule_text == line.file_rule and line.method == line._parse().method
            if source and line != source and untouched:
                line.rule_text = source.rule_text
                if source.method != source._parse().method:
                    line.method = source.method

    def _remember_corrections(self):
        """Keep how rules were corrected, for the next table in which they stand."""
        by_company = self.grouped(lambda line: line.import_id.company_id or self.env.company)
        for company, lines in by_company.items():
            corrected = []
            for line in lines.filtered("file_rule"):
                by_hand = line.method if line.method != line._parse().method else False
                if by_hand or line.rule_text != line.file_rule:
                    corrected.append({"text": line.file_rule, "rule_text": line.rule_text, "method": by_hand})
            self.env["perf.import.memory"]._remember("rule", company, corrected)

    # === BUSINESS METHODS - TO INDICATORS === #

    def _prepare_indicator_values(self, section, inside):
        """Return the values of the indicator that the row becomes, for whichever unit.

        Note: self.ensure_one()

        :param section: its ``perf.indicator.section``
        :param inside: rows that deduct inside this one
        """
        values = self._prepare_own_values() | {
            "company_id": self.import_id.company_id.id,
            "section_id": section.id,
            "lead_unit_ids": [Command.set(self.lead_unit_ids.ids)],
            "rule_ids": _sequenced(self._prepare_rules(inside)),
        }
        if levels := self._prepare_levels():
            values["level_ids"] = _sequenced(levels)
        return values

    def _prepare_own_values(self):
        """Return the values that the indicator has of the row itself.

        Note: self.ensure_one()
        """
        self.ensure_one()
        parsed = self._parse()
        values = {
            "code": self.code or False,
            "name": self.name,
            "scope": self.scope,
            "frequency": self.frequency,
            "method": self.method,
            "full_score": self.full_score,
            "uom": parsed.uom or False,
            "default_target": float(parsed.target or 0),
            "bonus_cap": float(parsed.bonus_cap),
            "deduction_cap": float(parsed.deduction_cap),
            "standard": self.condition or False,
            "source_text": self.file_rule or self.rule_text or False,
            "note": self._note(),
        }
        return values | (_prepare_method(parsed) if self.method == parsed.method else {})

    def _prepare_rules(self, inside):
        """Return the values of the rules, those of rows that deduct inside this one among them.

        Note: self.ensure_one()
        """
        self.ensure_one()
        rules = [_prepare_rule(rule) for rule in self._rules_of(self._parse())]
        for line in inside:
            rules += line._prepare_inside_rules()
        return rules

    def _prepare_levels(self):
        """Return the values of the levels; none where the row has no levels.

        Note: self.ensure_one()
        """
        self.ensure_one()
        return [_prepare_level(level) for level in self._parse().levels] if self.method == "level" else []

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

    # === BUSINESS METHODS - DIFFERENCES === #

    def _differences(self, indicators, inside):
        """Return in words what the indicators that are there have otherwise than the row; nothing where they agree.

        Note: self.ensure_one()

        :param indicators: ``perf.indicator`` records, one for each unit; all but the unit is compared with the first
        :param inside: rows that deduct inside this one
        """
        self.ensure_one()
        indicator = indicators[0]
        wanted = self._prepare_own_values() | {
            "section_id": self._section_name(),
            "lead_unit_ids": self.lead_unit_ids,
        }
        labels = indicator.fields_get(_COMPARED, ["string"])
        compared = [name for name in _COMPARED if name in wanted]
        pairs = [(labels[name]["string"], *self._shown(indicator, name, wanted[name])) for name in compared]
        pairs.insert(0, (self.env._("Units"), *(_names(units) for units in (indicators.unit_id, self.unit_ids))))
        rules, levels = self._prepare_rules(inside), self._prepare_levels()
        pairs.append((self.env._("Rules"), *self._shown_all(indicator.rule_ids, rules, _RULE)))
        if indicator.method == self.method == "level":
            pairs.append((self.env._("Levels"), *self._shown_all(indicator.level_ids, levels, _LEVEL)))
        return "\n".join(f"{label}: {old or '–'} → {new or '–'}" for label, old, new in pairs if old != new)

    def _shown(self, indicator, name, wanted):
        """Return a field's value there and here as texts that are equal where the values are."""
        field = indicator._fields[name]
        there = indicator[name]
        if name == "section_id":
            return notation_table.PATH.join(there._paths().get(there, ())), wanted
        if field.type == "many2many":
            return _names(there), _names(wanted)
        if field.type == "float":
            return _number(there), _number(wanted)
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return labels.get(there, ""), labels.get(wanted, "")
        return tuple("; ".join((text or "").splitlines()) for text in (there, wanted))

    @api.model
    def _shown_all(self, there, wanted, columns):
        """Return rules or levels that are there, and those of the row, as texts: each by what tells it from others.

        :param there: ``perf.indicator.rule`` or ``perf.indicator.level`` records
        :param list wanted: values of such records
        :param columns: names of fields
        """
        shown = there.fields_get(columns, ["string", "selection"])
        return tuple(
            "; ".join(
                " ".join(
                    filter(
                        None,
                        [
                            _word(shown[column], record[column])
                            for column in columns
                            if record[column] != _USUAL.get(column)
                        ],
                    ),
                )
                for record in records
            )
            for records in (there, wanted)
        )


def _word(shown, value):
    """Return what a field of a rule or level says, nothing where it is empty.

    :param dict shown: the field's label and choices
    """
    if value is True:
        return shown["string"].lower()
    if isinstance(value, float):
        return _number(value) if value else ""
    if value and "selection" in shown:
        return dict(shown["selection"])[value].lower()
    return value or ""


def _names(records):
    """Return the names of records as one text, whatever their order."""
    return ", ".join(sorted(records.mapped("name")))


def _number(value):
    """Return a number as it is written, without what a database may add to it."""
    return notation.show(to_decimal(round(value or 0, 6)))


def _prepare_line(row):
    """Return the values of a row of the preview.

    :param row: ``notation_rows.TableRow``
    """
    number, cells = row.numbers[0], row.cells
    frequency = cells.get("frequency", "")
    notices = [[notice.code, dict(notice.args)] for notice in row.notices]
    if frequency and not period_words.read_frequency(frequency):
        notices.append(["frequency_unread", {"text": frequency}])
    return {
        "row_number": number,
        "section": cells["section"],
        "code": cells.get("code", ""),
        "name": cells["name"] or cells.get("condition") or f"#{number}",
        "full_text": cells.get("full_points", ""),
        "reading_notices": notices,
        "full_score": float(notation.read_points(cells.get("full_points", "")) or 0),
        "rule_kind": cells.get("rule_kind", ""),
        "file_rule": cells["rule_value"],
        "rule_text": cells["rule_value"],
        "condition": cells.get("condition", ""),
        "note": cells.get("note", ""),
        "appraised": cells["appraised"],
        "lead_text": cells.get("lead_unit", ""),
        "include": True,
    }


def _sequenced(vals_list):
    """Return the commands that create records in this order."""
    return [Command.create(vals | {"sequence": place * 10}) for place, vals in enumerate(vals_list, 1)]


def _prepare_method(parsed):
    """Return the figures that the method of a notation needs."""
    values = {"direction": parsed.direction}
    if parsed.method in LOSS_METHODS:
        values["loss_cap"] = float(parsed.loss_cap)
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
        if not any(rule.kind == "deduction" for rule in parsed.rules):
            values["deduction_cap"] = 0.0  # what it limits are the steps alone
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
