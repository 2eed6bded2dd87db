from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.abstract.notices import notice
from ..tools import votes_table
from ..tools.unit_names import plain_name


class PerfRatingTallyImport(models.TransientModel):
    """Read a workbook with counted votes, show what was not understood, and take over the rest."""

    _name = "perf.rating.tally.import"
    _description = "Tally from a Table"
    _inherit = ["perf.table.mixin"]

    tally_id = fields.Many2one("perf.rating.tally", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("perf.rating.tally.import.line", "import_id", string="Rows")
    unknown = fields.Char(readonly=True, help="Columns of the table that are none of the questions.")
    absent = fields.Char(readonly=True, help="Columns that the table does not have.")
    ready_count = fields.Integer(string="Rows Understood", compute="_compute_counts")
    left_count = fields.Integer(string="Rows Not Understood", compute="_compute_counts")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.problem")
    def _compute_counts(self):
        for wizard in self:
            wizard.left_count = len(wizard.line_ids.filtered("problem"))
            wizard.ready_count = len(wizard.line_ids) - wizard.left_count

    # === ACTION METHODS === #

    def action_download_table(self):
        """Download the table to be filled in.

        :return: an action dictionary
        """
        return self.tally_id.action_download_table()

    def action_read(self):
        """Read the file, and show its rows in place of those that were read before.

        Note: self.ensure_one()

        :return: an action that shows the dialog again
        :raise UserError: when there is no file, or no table in it
        """
        self.ensure_one()
        labels = {key: {name, *_OTHER_LABELS[key]} for key, name in self.tally_id._who_labels().items()}
        columns = self.tally_id._column_names()
        tables = [votes_table.read_votes(sheet.rows, labels, columns) for sheet in self._read_file().sheets]
        table = next((table for table in tables if table.rows), None)
        if not table:
            raise UserError(
                self.env._(
                    "No row could be read. The table needs a header with “%(rated)s” and the answers, such as"
                    " “%(answer)s”: download the table and fill it in.",
                    rated=self.tally_id._who_labels()["rated"],
                    answer=next(iter(columns.values()), ""),
                )
            )
        self.write(
            {
                "line_ids": [Command.clear(), *map(Command.create, self._prepare_lines(table.rows, columns))],
                "unknown": "、".join(table.unknown),
                "absent": "、".join(table.absent),
                "file": False,
            }
        )
        return self._reopened()

    def action_take(self):
        """Enter the rows that were understood in the tally; the others stay, each with its reason.

        Note: self.ensure_one()

        :return: an action that shows what is left, or closes the dialog
        :raise UserError: when there is nothing to enter
        """
        self.ensure_one()
        ready = self.line_ids.filtered(lambda line: not line.problem)
        if not ready:
            raise UserError(self.env._("No row can be entered yet. Each says what is missing."))
        cells = {
            f"{line.appraisee_id.id}-{key}": number for line in ready for key, number in (line.numbers or {}).items()
        }
        self.tally_id.write({"grid": {"changes": cells}})
        self._remember_names(ready)
        entered = len(ready)
        ready.unlink()
        if self.line_ids:
            return self._reopened()
        follow = {"type": "ir.actions.act_window_close"}
        return notice(self.env._("%s rows entered. Compare them with the protocol.", entered), follow=follow)

    # === BUSINESS METHODS === #

    def _prepare_lines(self, rows, columns):
        """Return the values of the rows of the dialog.

        :param rows: ``votes_table.VotesRow`` tuple
        :param dict columns: names of the columns of numbers
        """
        find = self._find_person if self.tally_id.rating_id.kind == "employee" else self._find_unit
        rated, names = self.tally_id.group_id._rated(), None
        if find == self._find_unit:
            names = self._unit_names()
        return [
            {
                "row_number": row.number,
                "rated_text": row.rated,
                "unit_text": row.texts.get("unit"),
                "numbers": row.numbers,
                "shown": "、".join(
                    f"{name} {row.numbers[key]:g}" for key, name in columns.items() if key in row.numbers
                ),
                "unread": "、".join(f"{name}: {row.unread[key]}" for key, name in columns.items() if key in row.unread),
                **find(row, rated, names),
            }
            for row in rows
        ]

    def _find_unit(self, row, rated, names):
        """Return whom a row means, or whom it may mean.

        :param row: ``votes_table.VotesRow``
        :param rated: ``perf.appraisee`` recordset
        :param names: ``unit_names.Names``
        """
        name = names.find(row.rated)
        found = rated.filtered(lambda one: one.unit_id.id in name.ids)
        near = rated.filtered(lambda one: one.unit_id.id in name.near)
        return {"appraisee_id": found.id if len(found) == 1 else False, "near": "、".join(near.unit_id.mapped("name"))}

    def _find_person(self, row, rated, _names):
        """Return whom a row means by his name and, of several, by his unit.

        :param row: ``votes_table.VotesRow``
        :param rated: ``perf.appraisee`` recordset
        """
        name, unit = plain_name(row.rated), plain_name(row.texts.get("unit"))
        found = rated.filtered(lambda one: plain_name(one.employee_id.sudo().name) == name)
        if len(found) > 1:
            found = found.filtered(lambda one: plain_name(one.unit_id.name) == unit) or found
        near = "、".join(f"{one.employee_id.sudo().name} ({one.unit_id.name})" for one in found)
        return {"appraisee_id": found.id if len(found) == 1 else False, "near": near if len(found) > 1 else False}

    def _unit_names(self):
        """Return the names of units, with what was chosen for names of tables before."""
        return self.env["perf.import.memory"].sudo()._unit_names(self.tally_id.company_id, units_only=True)

    def _remember_names(self, lines):
        """Keep which units the names of the table mean, where somebody has chosen them.

        :param lines: rows that were entered
        """
        if self.tally_id.rating_id.kind == "employee":
            return
        names = self._unit_names()
        chosen = lines.filtered(lambda line: line.rated_text and names.find(line.rated_text).ids != line.unit_id._ids)
        self.env["perf.import.memory"]._remember(
            "unit",
            self.tally_id.company_id,
            [{"text": line.rated_text, "department_ids": [Command.set(line.unit_id.ids)]} for line in chosen],
        )

    # === HELPERS === #

    def _reopened(self):
        """Return the action that shows the dialog again."""
        action = self.env["ir.actions.act_window"]._for_xml_id("perf_appraisal.perf_rating_tally_import_action")
        return {**action, "res_id": self.id, "views": [(False, "form")]}


#: Further names that tables give to the columns that say who is rated.
_OTHER_LABELS = {
    "rated": ("Unit", "Name", "单位", "单位名称", "被评议单位", "被考核单位", "被考评单位", "姓名", "被测评人"),
    "unit": ("Unit", "单位", "单位名称", "所在单位", "工作单位"),
}
