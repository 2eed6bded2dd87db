import io
import struct

from PIL import Image

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.image import EXIF_TAG_ORIENTATION, image_apply_opt, image_fix_orientation

from ....const import TOKEN_KEY, WRITE_TOKEN
from ....tools import photo

#: What Pillow raises for pictures that are none.
_UNREADABLE = (OSError, ValueError, TypeError, SyntaxError, struct.error, Image.DecompressionBombError)


class PerfPhotoMixin(models.AbstractModel):
    """Photographs that an inspection brings home are kept upright, and with nothing in them but the picture.

    Rule: a covert check keeps no file that could tell where it was taken: what cannot be made bare is refused.
    """

    _name = "perf.photo.mixin"
    _inherit = ["perf.guard.mixin"]
    _description = "Photographs"

    # === HOOKS === #

    def _receive_files(self, files):
        """Keep of photographs the picture alone, whoever sends them and by whatever way.

        :param files: ``ir.attachment`` recordset, as superuser: files of the records, or waiting to become theirs
        :raise UserError: for what may tell a place, on a covert check
        """
        for file in files:
            content = file.raw or b""
            kept = self._bare(content)
            if kept is None:
                self.browse(file.res_id).exists()._refuse_place(file, content)
            elif kept != content:
                file.with_context(**{TOKEN_KEY: WRITE_TOKEN}).raw = kept

    # === HELPERS === #

    def _bare(self, content):
        """Return the upright and bare photograph, nothing for what is none.

        :param bytes content: content of a file
        """
        if not photo.is_photo(content):
            return None
        try:
            return photo.bare(self._upright(content))
        except _UNREADABLE:
            return None

    def _upright(self, content):
        """Return a photograph turned as it was taken, so that it stands upright for whoever shows it.

        :param bytes content: a JPEG or a PNG
        """
        picture = Image.open(io.BytesIO(content))
        if picture.getexif().get(EXIF_TAG_ORIENTATION, 1) <= 1:
            return content
        kind = "PNG" if content.startswith(photo.PNG) else "JPEG"
        return image_apply_opt(image_fix_orientation(picture), kind, quality=90)

    def _refuse_place(self, file, content):
        """Raise for a file that may tell where it was taken.

        :param file: ``ir.attachment``
        :param bytes content: its content
        :raise UserError: on a covert check, naming the file and the way out
        """
        if not self._is_covert():
            return
        kind = (file.mimetype or "").partition("/")[0]
        if kind in ("image", "video", "audio") or photo.tells_place(content) or photo.is_photo(content):
            raise UserError(
                self.env._(
                    "“%s” may tell where it was taken, and this is a covert check. Send a JPEG or PNG photograph.",
                    file.name,
                )
            )

    def _is_covert(self):
        """Return whether one of the records belongs to a covert check."""
        records = self.sudo()
        inspections = records if self._name == "perf.inspection" else records.inspection_id
        return "covert" in inspections.mapped("method")
