from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.abstract.given_ids import readable_ids
from ..models.abstract.notices import notice


class PerfPlanMerge(models.TransientModel):
    """Merge rows of a draft plan into one, as when a table gives one matter several rows."""

    _name = "perf.plan.merge"
    _description = "Merge Plan Lines"

    plan_id = fields.Many2one(comodel_name="perf.plan", required=True, readonly=True, ondelete="cascade")
    keep_id = fields.Many2one(
        comodel_name="perf.plan.line",
        string="Into",
        required=True,
        ondelete="cascade",
        domain="[('plan_id', '=', plan_id)]",
        help="This line stays, with its indicator, target and the way it is scored.",
    )
    section_id = fields.Many2one(related="keep_id.section_id")
    line_ids = fields.Many2many(
        comodel_name="perf.plan.line",
        relation="perf_plan_merge_plan_line_rel",
        string="Merge These",
        domain="[('plan_id', '=', plan_id), ('indicator_id.section_id', '=', section_id), ('id', '!=', keep_id)]",
    )
    add_points = fields.Boolean(
        default=True,
        help="Off where a row only deducts inside the row above it, whose points hold it already.",
    )
    full_score = fields.Float(string="Full Points", compute="_compute_full_score", digits=(12, 2))

    # === COMPUTE METHODS === #

    @api.model
    def default_get(self, fields):
        """Take the lines from the selection of a list: the first one stays."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "perf.plan.line":
            lines = self.env["perf.plan.line"].browse(self.env.context.get("active_ids", []))
            lines = lines.browse(sorted(readable_ids(self.env, lines._name, lines._ids), key=lines._ids.index))
            values.update(
                plan_id=lines[:1].plan_id.id,
                keep_id=lines[:1].id,
                line_ids=[Command.set(lines[1:].ids)],
            )
        return values

    @api.depends("keep_id", "line_ids", "add_points")
    def _compute_full_score(self):
        for wizard in self:
            added = sum(wizard.line_ids.mapped("full_score")) if wizard.add_points else 0.0
            wizard.full_score = wizard.keep_id.full_score + added

    # === ACTION METHODS === #

    def action_merge(self):
        """Merge the lines: points are added, texts and people of all are kept.

        Note: self.ensure_one()

        :return: an action that says what was done
        :raise UserError: when the lines are of different plans or sections, or serve different superior indicators
        """
        self.ensure_one()
        lines = self.line_ids - self.keep_id
        self._check_lines(lines)
        kept, all_lines = self.keep_id, self.keep_id | lines
        texts = [
            text if line == kept else f"{line.indicator_id.display_name}: {text}" if text else line.display_name
            for line in all_lines
            if (text := (line.standard or "").strip()) or line != kept
        ]
        values = {
            "standard": "\n".join(texts),
            "responsible_id": (kept.responsible_id or lines.responsible_id[:1]).id,
            "assistant_ids": [Command.set((all_lines.assistant_ids | lines.responsible_id - kept.responsible_id).ids)],
            "superior_indicator_id": all_lines.superior_indicator_id.id,
        }
        if self.add_points:
            values["full_score"] = sum(all_lines.mapped("full_score"))
            values["weight"] = sum(all_lines.mapped("weight"))
        lines.child_ids.sudo()._unlocked().write({"parent_line_id": kept.id})
        merged = len(lines)
        lines.unlink()
        kept.write(values)
        said = self.env._(
            "Lines merged into “%(kept)s”: %(count)s. It has %(points)g points now.",
            kept=kept.display_name,
            count=merged,
            points=kept.full_score,
        )
        return notice(said)

    # === BUSINESS METHODS === #

    def _check_lines(self, lines):
        """Raise when the lines cannot become one.

        :param lines: those that go into ``keep_id``
        :raise UserError: naming the reason
        """
        if not lines:
            raise UserError(self.env._("Choose the lines to merge into “%s”.", self.keep_id.display_name))
        if (lines | self.keep_id).plan_id != self.plan_id:
            raise UserError(self.env._("Only lines of one plan can be merged."))
        strangers = lines.filtered(lambda line: line.section_id != self.keep_id.section_id)
        if strangers:
            raise UserError(
                self.env._(
                    "“%(line)s” belongs to another section than “%(kept)s”. Merge lines of one section only.",
                    line=strangers[0].display_name,
                    kept=self.keep_id.display_name,
                ),
            )
        if len((lines | self.keep_id).superior_indicator_id) > 1:
            raise UserError(self.env._("The lines serve different superior indicators and stay apart."))
