import base64
import io

from PIL import Image

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...spot import SpotCase

#: The tags of EXIF that say which side is up, and where it was.
UP, PLACE = 0x112, 0x8825

#: What every camera writes before what it knows, and how the picture of another kind of phone begins.
EXIF, HEIC = b"Exif\x00\x00", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def taken(kind="JPEG", size=(60, 40), up=6):
    """Return a photograph of a phone held upright, which tells where it was."""
    picture, notes, stream = Image.new("RGB", size, "red"), Image.Exif(), io.BytesIO()
    notes[UP] = up
    notes[PLACE] = {1: "N", 2: (28.0, 30.0, 0.0), 3: "E", 4: (109.0, 10.0, 0.0)}
    picture.save(stream, kind, exif=notes)
    return stream.getvalue()


@tagged("post_install", "-at_install")
class TestPerfPhotoMixin(SpotCase):
    """Photographs of an inspection are upright and tell nothing but what is seen on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._start(cls)
        cls.item = cls.inspection.item_ids[:1]

    def _attach(self, content, name="street.jpg", record=None, **values):
        record = self.item if record is None else record
        file = self._create_attachment(self.inspector, name=name, content=content, **values)
        record.with_user(self.inspector).evidence_ids = [Command.link(file.id)]
        return file

    def assertBare(self, file, size=(40, 60)):
        self.env.invalidate_all()
        picture = Image.open(io.BytesIO(file.sudo().raw))
        self.assertEqual((picture.size, dict(picture.getexif())), (size, {}))
        self.assertNotIn(EXIF, file.sudo().raw)

    def test_it_stands_upright_and_tells_no_place(self):
        self.assertIn(EXIF, taken())
        self.assertBare(self._attach(taken()))
        self.assertBare(self._attach(taken("PNG"), name="street.png"))
        self.assertBare(self._attach(taken(up=1)), size=(60, 40))
        self.assertBare(self._attach(taken(), record=self._find()))

    def test_so_it_does_by_whatever_way_it_comes(self):
        file = self._create_attachment(self.inspector, name="a.jpg", content=taken(), res_model="perf.inspection.item")
        self.assertBare(file)
        file = self._attach(b"words", name="notes.txt")
        file.raw = taken()
        self.assertBare(file)
        file.datas = base64.b64encode(taken())
        self.assertBare(file)
        self.assertBare(
            self._create_attachment(
                self.inspector, name="a.jpg", content=taken(), res_model="perf.inspection", res_id=self.inspection.id
            )
        )

    def test_the_photograph_of_the_signed_paper_too(self):
        self._issue()
        self.inspection.with_user(self.inspector).action_attach_signed_copy("a.jpg", base64.b64encode(taken()).decode())
        self.assertBare(self.inspection._signed_copies())

    def test_a_large_one_is_made_smaller(self):
        self.assertBare(self._attach(taken(size=(3000, 2400))), size=(1536, 1920))

    def test_a_covert_check_refuses_what_may_tell_a_place(self):
        film = b"\x00\x00\x00\x18ftypmp42"
        for content, name in (
            (HEIC, "a.heic"),
            (film, "a.bin"),
            (b"RIFF....WEBPVP8 ", "a.webp"),
            (b"\xff\xd8\xff", "a.jpg"),
        ):
            with self.assertRefused(UserError, "may tell where it was taken"):
                self._attach(content, name=name)
        self.assertTrue(self._attach(b"What I heard", name="notes.txt"))

    def test_another_check_takes_it(self):
        visit = self._start(self._create_inspection(method="onsite"))
        self.assertEqual(self._attach(HEIC, name="a.heic", record=visit.item_ids[:1]).sudo().raw, HEIC)

    def test_what_belongs_to_no_inspection_stays_as_it_came(self):
        file = self._create_attachment(self.inspector, name="a.jpg", content=taken())
        self.assertEqual(file.raw, taken())
