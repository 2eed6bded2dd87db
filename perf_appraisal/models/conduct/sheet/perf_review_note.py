from odoo import Command, api, fields, models
from odoo.exceptions import UserError

#: Commands that take a note off the list of a form, and all that such a list sends.
_GONE = frozenset({Command.DELETE, Command.UNLINK})
_FORM_COMMANDS = _GONE | {Command.CREATE, Command.UPDATE, Command.LINK}


class PerfReviewNote(models.Model):
    """A private note of a reviewer about a sheet. Nobody but its author reads it."""

    _name = "perf.review.note"
    _description = "Private Note"
    _inherit = ["perf.guard.mixin"]
    _order = "id desc"

    _guarded_fields = frozenset({"user_id"})

    appraisal_id = fields.Many2one(
        comodel_name="perf.appraisal",
        string="Sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Author",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    text = fields.Text(required=True)

    # === CRUD METHODS === #

    def _guard_create(self, vals_list):
        super()._guard_create(vals_list)
        sheets = {vals["appraisal_id"] for vals in vals_list if vals.get("appraisal_id")}
        self.env["perf.appraisal"].browse(sheets)._check_readable()
        self._check_open(self.env["perf.appraisal"].browse(sheets))

    def _guard_write(self, vals):
        super()._guard_write(vals)
        if "appraisal_id" in vals:
            raise UserError(self.env._("A note stays with its sheet. Write a new one on the other sheet."))
        self._check_open(self.appraisal_id)

    def _guard_unlink(self):
        self._check_open(self.appraisal_id)

    @api.model
    def _check_open(self, sheets):
        """Raise when private notes can no longer change.

        :param sheets: ``perf.appraisal`` recordset
        :raise UserError: naming the sheet
        """
        if sealed := sheets.sudo().filtered(lambda sheet: sheet.state == "confirmed"):
            raise UserError(self.env._("%s is confirmed; private notes end with it.", sealed[0].display_name))

    # === BUSINESS METHODS === #

    @api.model
    def _apply_commands(self, sheets, commands):
        """Write notes that came with the form of a sheet, by the rights on notes instead of those on the sheet.

        :param sheets: ``perf.appraisal`` recordset
        :param list commands: as for a One2many
        :raise UserError: for a command that is none of a form's list
        """
        steps = [(*command, 0, 0)[:3] for command in commands]
        if not {operation for operation, _note, _values in steps} <= _FORM_COMMANDS:
            raise UserError(self.env._("Private notes are written one by one."))
        self.create(
            [
                {**values, "appraisal_id": sheet.id}
                for operation, _note, values in steps
                if operation == Command.CREATE
                for sheet in sheets
            ],
        )
        for note, values in ((note, values) for operation, note, values in steps if operation == Command.UPDATE):
            self.browse(note).write(values)
        self.browse(note for operation, note, _values in steps if operation in _GONE).unlink()
