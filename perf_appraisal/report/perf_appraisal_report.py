from odoo import models
from odoo.tools import float_compare

#: Longer texts of a cell stand below the line, over its whole width.
CELL_LENGTH = 110

#: States in which a column of scores is printed; before, the place is left blank.
PRINTED_IN = {
    "self_score": ("self_scored", "reviewed", "confirmed"),
    "review_score": ("reviewed", "confirmed"),
    "final_score": ("confirmed",),
}


class ReportPerfAppraisal(models.AbstractModel):
    """The monthly form: what each sheet prints, as plain texts that the template only places.

    Form: domain, section 5. A sheet is read with the rights of who prints it; only the names of people are looked up
    beyond them.
    """

    _name = "report.perf_appraisal.report_perf_appraisal"
    _inherit = ["perf.paper.mixin"]
    _description = "Appraisal Form"

    _paper_model = "perf.appraisal"

    # === HELPERS - HEAD AND TEXTS === #

    def _paper_values(self, sheet):
        """Return the texts of one sheet."""
        head = sheet.sudo()
        who = head.employee_id.name or head.unit_id.name
        return {
            "organisation": head.company_id.name,
            "title": self._title(sheet),
            "running": f"{who} · {head.period_id.display_name}",
            "issue": self._state_issue(sheet),
            "period": self._period(head.period_id),
            "head": self._head(head),
            "texts": [
                (self.env._("This period's work"), self._paragraphs(sheet.self_summary)),
                (self.env._("Plan for the next period"), self._paragraphs(sheet.next_plan)),
            ],
            "sections": self._sections(sheet),
            "totals": self._totals(sheet),
            "opinions": self._opinions(sheet),
            "sign": self._place("signature"),
            "date": self._place("date"),
        }

    def _title(self, sheet):
        """Return the form's name."""
        titles = {
            "month": self.env._("Monthly Performance Appraisal Form"),
            "quarter": self.env._("Quarterly Performance Appraisal Form"),
            "half": self.env._("Half-yearly Performance Appraisal Form"),
            "year": self.env._("Annual Performance Appraisal Form"),
        }
        return titles[sheet.period_id.kind]

    def _head(self, sheet):
        """Return the head's rows: two pairs of label and text each."""
        unit = (self.env._("Unit"), sheet.unit_id.name)
        if sheet.kind == "unit":
            cells = [
                unit,
                (self.env._("Category"), sheet.appraisee_id.category_id.name),
                (self.env._("Head of the unit"), self._head_of_sheet(sheet)),
                (self.env._("Filled in by"), sheet.filled_by_id.name),
            ]
        else:
            cells = [
                unit,
                (self.env._("Department"), sheet.department_id.name),
                (self.env._("Full name"), sheet.employee_id.name),
                (self.env._("Post"), sheet.job_id.name),
            ]
        texts = [(label, text or "") for label, text in cells]
        return list(zip(texts[::2], texts[1::2], strict=True))

    # === HELPERS - SCORES === #

    def _sections(self, sheet):
        """Return the table: ``[{name, lines}]``."""
        sections = []
        number = 0
        for section, lines in sheet.line_ids.grouped("section_id").items():
            rows = []
            for line in lines:
                number += 1
                rows.append(self._line_values(line, number))
            title = self.env._(
                "%(section)s (%(points)s points)",
                section=" · ".join(filter(None, [section.parent_id.name, section.name])),
                points=self._points(sum(lines.mapped("full_score"))),
            )
            sections.append({"name": title, "lines": rows})
        return sections

    def _line_values(self, line, number):
        """Return the texts of one line."""
        standard = (line.plan_line_id.sudo().standard or "").strip()
        reasons = self._reasons(line)
        long_standard = len(standard) > CELL_LENGTH
        long_reasons = sum(map(len, reasons)) > CELL_LENGTH / 2
        below = []
        if long_standard:
            below.append(self.env._("Standard: %s", standard))
        below += self._claims(line)
        if long_reasons:
            below += reasons
        return {
            "number": line.indicator_id.code or str(number),
            "name": line.indicator_id.name,
            "facts": self._facts(line),
            "standard": self.env._("see below") if long_standard else standard,
            "full": self._points(line.full_score),
            "self": self._score(line, "self_score"),
            "review": self._score(line, "review_score", "self_score"),
            "final": self._score(line, "final_score", "review_score"),
            "reasons": [self.env._("see below")] if long_reasons else reasons,
            "below": below,
        }

    def _score(self, line, name, earlier=None):
        """Return one score as ``(text, whether it was changed)``; no text leaves the place blank."""
        state = line.appraisal_id.state
        if name == "self_score" and state == "draft":
            return (self._points(line[name]) if self._is_filled_in(line) else "", False)
        if state not in PRINTED_IN[name]:
            return ("", False)
        if name == "self_score" and line.appraisal_id.self_skipped:
            return ("—", False)
        if not line.assessed and self._is_decided(line):
            return ("—", False)
        changed = earlier and not (earlier == "self_score" and line.appraisal_id.self_skipped)
        changed = bool(changed) and bool(float_compare(line[name], line[earlier], precision_digits=2))
        return (self._points(line[name]), changed)

    @staticmethod
    def _is_filled_in(line):
        """Return whether a draft's score is printed: lines of claims stay blank until there is one, for the pen."""
        claimed = any(not claim.by_reviewer for claim in line.claim_ids)
        return line.is_filled_in and bool(line.input_column or claimed)

    def _facts(self, line):
        """Return what stands below an item's name: target and actual value, level, weight."""
        facts = []
        uom = line.uom or ""
        if line.target_value:
            facts.append(self.env._("Target: %s", f"{self._number(line.target_value)} {uom}".strip()))
        if line.actual_value and self._is_input_told(line):
            facts.append(self.env._("Actual: %s", f"{self._number(line.actual_value)} {uom}".strip()))
        if level := self._level(line, "review_score"):
            facts.append(self.env._("Level: %s", level.name))
        if float_compare(line.weight, line.full_score, precision_digits=2):
            facts.append(self.env._("Counts %s in the sheet", self._points(line.weight)))
        if not line.assessed and self._is_decided(line):
            facts.append(self.env._("Not assessed"))
        return facts

    @staticmethod
    def _is_decided(line):
        """Return whether the review is finished: what the leader decides is told only then."""
        return line.appraisal_id.state in PRINTED_IN["review_score"]

    def _is_input_told(self, line):
        """Return whether actual value and level are printed: without a self-score they are the leader's."""
        return self._is_decided(line) or not line.self_skipped

    def _level(self, line, name):
        """Return the level of the last points that are printed, or nothing.

        :param str name: the last column of scores on the paper
        """
        if line.appraisal_id.state in PRINTED_IN[name]:
            return line.current_level_id
        return line.level_id if self._is_input_told(line) else line.level_id.browse()

    def _reasons(self, line):
        """Return the notes and reasons that may be read in the sheet's state."""
        state = line.appraisal_id.state
        reasons = [self.env._("Self: %s", line.self_note)] if line.self_note else []
        if line.review_reason and state in PRINTED_IN["review_score"]:
            reasons.append(self.env._("Leader: %s", line.review_reason))
        if line.final_reason and state in PRINTED_IN["final_score"]:
            reasons.append(self.env._("Office: %s", line.final_reason))
        return reasons

    def _claims(self, line):
        """Return one text for each claim of a line; what the leader decides is told when the review is finished."""
        decided = self._is_decided(line)
        kinds = dict(self.env["perf.indicator.rule"]._fields["kind"]._description_selection(self.env))
        texts = []
        for claim in line.claim_ids.filtered(lambda claim: decided or not claim.by_reviewer):
            sign = "−" if claim.kind == "deduction" else "+"
            quantity = (
                "" if claim.quantity == 1 else f"× {self._number(claim.quantity)} {claim.rule_id.uom or ''}".strip()
            )
            refused = decided and not claim.accepted
            parts = [
                f"{kinds.get(claim.kind, '')} {sign}{self._points(claim.points)}",
                " ".join(filter(None, [claim.rule_id.name, quantity])),
                claim.matter,
                claim.description,
                self._day(claim.date),
                claim.by_reviewer and self.env._("added by the leader"),
                refused and self.env._("not accepted: %s", claim.refusal_reason or ""),
            ]
            texts.append(" · ".join(dict.fromkeys(filter(None, parts))))  # a matter named like its rule is told once
        return texts

    def _totals(self, sheet):
        """Return the totals; what is not yet settled is blank."""
        assessed = sheet.line_ids.filtered("assessed")
        totals = {
            name: self._points(sheet[name]) if sheet.state in states else "" for name, states in PRINTED_IN.items()
        }
        if sheet.self_skipped:
            totals["self_score"] = "—"
        totals["full_score"] = self._points(sheet.full_score or sum(assessed.mapped("weight")))
        percent = f"{self._points(sheet.percent)}%" if totals["final_score"] else ""
        totals["percent"] = self.env._("Percent: %s", percent)
        return totals

    # === HELPERS - FOOT === #

    def _opinions(self, sheet):
        """Return the places for opinion, signature and date, two in a row."""
        head = sheet.sudo()
        state = sheet.state
        reviewed, confirmed = state in PRINTED_IN["review_score"], state in PRINTED_IN["final_score"]
        person = (
            self.env._("Signature of the head of the unit")
            if sheet.kind == "unit"
            else self.env._("Person's signature")
        )
        leader = self.env._("Leader's opinion")
        if head.reviewer_id:
            leader = self.env._("Leader's opinion (%s)", head.reviewer_id.name)
        skipped = self.env._("No self-score was handed in by its deadline; the leader scored without it.")
        boxes = [
            (person, skipped if sheet.self_skipped else "", self._filled(head)),
            (
                leader,
                sheet.review_comment if reviewed else "",
                reviewed and self._done(head.reviewed_by_id, head.reviewed_on, head.reviewed_for_id),
            ),
            (self.env._("Appraisal group's opinion"), "", ""),
            (
                self.env._("Performance Office's opinion"),
                sheet.final_comment if confirmed else "",
                confirmed and self._done(head.confirmed_by_id, head.confirmed_on, head.confirmed_for_id),
            ),
        ]
        values = [{"label": label, "text": (text or "").strip(), "done": done or ""} for label, text, done in boxes]
        return [values[:2], values[2:]]

    def _filled(self, sheet):
        """Return who handed the sheet in."""
        if sheet.state == "draft" or sheet.self_skipped:
            return ""
        done = self._done(sheet.filled_by_id, sheet.filled_on, sheet.filled_for_id)
        return self.env._("%s (on behalf)", done) if sheet.on_behalf else done
