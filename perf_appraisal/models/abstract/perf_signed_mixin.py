import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list
from odoo.tools.mimetypes import guess_mimetype

from ...const import TOKEN_KEY, WRITE_TOKEN

#: Kinds of files that a scanner or a telephone makes, by what is in them.
SCANS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


class PerfSignedMixin(models.AbstractModel):
    """Take back the scan of the paper that was printed and signed, also when the document itself is sealed.

    The model has ``mail.thread``, a field ``cycle_id``, and rights ``attach``, to the first scan, and ``own``: whose
    matter it is, so that a colleague replaces the scan.
    """

    _name = "perf.signed.mixin"
    _inherit = ["perf.state.mixin"]
    _description = "Signed Copy"

    _guarded_fields = frozenset({"signed_copy", "signed_copy_name"})

    #: States in which there is a paper to sign.
    _signed_states = frozenset()

    signed_copy = fields.Binary(attachment=True, copy=False, help="The scan of the signed paper.")
    signed_copy_name = fields.Char(copy=False)
    can_attach_signed_copy = fields.Boolean(compute="_compute_can_attach_signed_copy")
    has_signed_copy = fields.Boolean(
        string="Signed Copy Is There",
        compute="_compute_has_signed_copy",
        search="_search_has_signed_copy",
    )

    # === COMPUTE METHODS === #

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_attach_signed_copy(self):
        saved = self._origin
        refused = saved._refuse_attach_signed_copy() if saved else {}
        for record in self:
            record.can_attach_signed_copy = record._origin.id not in {False, *refused}

    def _compute_has_signed_copy(self):
        signed = set(self._signed_copies().mapped("res_id"))
        for record in self:
            record.has_signed_copy = record._origin.id in signed

    def _search_has_signed_copy(self, operator, value):
        if operator != "in":
            return NotImplemented
        files = [("res_model", "=", self._name), ("res_field", "=", "signed_copy")]
        found = self.env["ir.attachment"].sudo()._search(files)
        signed = fields.Domain("id", "in", found.subselect("res_id"))
        return signed if True in value else ~signed

    # === CRUD METHODS === #

    def _guard_files(self, files, names):
        """Let nobody put a file in the place of the signed copy but by its button.

        :raise UserError: naming the way
        """
        super()._guard_files(files, names)
        if "signed_copy" in files.mapped("res_field"):
            raise UserError(self.env._("Use the button “Attach Signed Copy” of the form."))

    # === ACTION METHODS === #

    def action_ask_signed_copy(self):
        """Open the dialog that takes the scan.

        :return: an action dictionary
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attach Signed Copy"),
            "res_model": "perf.signed.copy",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def action_attach_signed_copy(self, name, data):
        """Keep the scan of the signed paper with the document; nothing else of it changes.

        Note: self.ensure_one()

        :param str name: name of the file
        :param str data: the file in base64: PDF, JPEG or PNG
        :raise UserError: when it is not the user's to attach, the cycle is closed, or the file is something else
        """
        self.ensure_one()
        self.check_access("read")
        self._lock_rows(self._table, "id")
        if refused := self._refuse_attach_signed_copy():
            raise UserError(
                self.env._("%(record)s: %(reason)s.", record=self.display_name, reason=refused[self.id]),
            )
        values = {"name": (name or "").strip() or self.env._("Signed Copy"), "raw": self._scan_content(data)}
        replaced = self._signed_copies()
        self._keep_signed_copy(values, replaced)
        text = self.env._("Signed copy replaced.") if replaced else self.env._("Signed copy attached.")
        self.sudo()._message_log_batch(bodies={self.id: text})
        return True

    # === HOOKS === #

    def _after_transition(self, action):
        """Let a scan count no more when what it was signed for is taken back."""
        super()._after_transition(action)
        if self._declared("_transitions")[action].undoes:
            self._outdate_signed_copies()

    # === HELPERS === #

    def _refuse_attach_signed_copy(self):
        """Return why the user may not attach a signed copy now, by record id."""
        office = self.env.user.has_group("perf_appraisal.group_perf_office")
        present = set(self._signed_copies().mapped("res_id"))
        own, attached, refused = self._holding("own"), self._holding("attach"), {}
        for record in self.sudo():
            if record.state not in self._signed_states:
                refused[record.id] = self.env._(
                    "there is nothing to sign while its state is “%s”", record._state_label()
                )
            elif record.cycle_id.state in ("closed", "archived"):
                refused[record.id] = self.env._("its cycle is closed")
            elif record.id in present and not office:
                refused[record.id] = self.env._("there is a signed copy already; the Performance Office replaces it")
            elif record.id in present and record in own:
                refused[record.id] = self.env._("it is your own matter; a colleague replaces its signed copy")
            elif record not in attached:
                refused[record.id] = self.env._("the unit or the Performance Office attaches its signed copy")
        return refused

    def _signed_copies(self):
        """Return the files of the signed copies, as superuser."""
        of_records = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("res_field", "=", "signed_copy")]
        return self.env["ir.attachment"].sudo().search(of_records)

    def _keep_signed_copy(self, values, replaced):
        """Write the file, and nothing but it and its name.

        :param dict values: name and content
        :param replaced: the file that it replaces, if any
        """
        files = self.env["ir.attachment"].sudo().with_context(**{TOKEN_KEY: WRITE_TOKEN})
        if replaced:
            replaced[:1].with_env(files.env).write(values)
        else:
            files.create({**values, "res_model": self._name, "res_id": self.id, "res_field": "signed_copy"})
        self.sudo()._unlocked().write({"signed_copy_name": values["name"]})
        self.invalidate_recordset(["signed_copy", "has_signed_copy", "can_attach_signed_copy"])

    def _outdate_signed_copies(self):
        """Let the scans of a paper that no longer holds count no more: they stay as plain files of the document."""
        copies = self._signed_copies()
        if not copies:
            return
        copies.with_context(**{TOKEN_KEY: WRITE_TOKEN}).write({"res_field": False})
        outdated = self.browse(copies.mapped("res_id"))
        outdated.sudo()._unlocked().write({"signed_copy_name": False})
        outdated.invalidate_recordset(["signed_copy", "has_signed_copy", "can_attach_signed_copy"])
        text = self.env._("The signed copy is outdated: a new paper is to be signed. The old scan stays in the files.")
        outdated.sudo()._message_log_batch(bodies=dict.fromkeys(outdated.ids, text))

    def _scan_content(self, data):
        """Return the content of an uploaded scan.

        :param str data: the file in base64
        :raise UserError: when it is none
        """
        try:
            content = base64.b64decode(data or "", validate=True)
        except (binascii.Error, TypeError, ValueError):
            content = b""
        if not content or guess_mimetype(content) not in SCANS:
            kinds = format_list(self.env, SCANS.values(), "or")
            raise UserError(self.env._("A signed copy is a file of the kind %s.", kinds))
        return content
