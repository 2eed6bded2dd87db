import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...spot import SpotCase
from .test_perf_photo_mixin import taken

#: What was drawn with a finger.
DRAWN = base64.b64encode(taken("PNG", up=1))


@tagged("post_install", "-at_install")
class TestPerfInspectionSignature(SpotCase):
    """The unit's representative signs on the screen what was found; under a covert check nobody does."""

    def _visit(self, **values):
        return self._create_inspection(**{"method": "onsite", **values})

    def _as_file(self, inspection):
        return self._create_attachment(
            self.inspector,
            name="representative_signature",
            datas=DRAWN,
            res_model="perf.inspection",
            res_field="representative_signature",
            res_id=inspection.id,
        )

    def test_the_representative_signs_on_the_spot(self):
        visit = self._visit().with_user(self.inspector)
        with self.assertRefused(UserError, "cannot be changed now"):
            visit.representative_signature = DRAWN
        self._start(visit)
        visit.representative_signature = DRAWN
        self.assertTrue(visit.representative_signature)
        visit.representative_opinion = "agrees"
        self._issue(visit)
        with self.assertRefused(UserError, "cannot be changed now"):
            visit.representative_signature = False
        with self.assertRefused(AccessError):
            self._as_file(visit)
        self.env.flush_all()
        self.assertTrue(visit.with_user(self.head).representative_signature)

    def test_nobody_signs_a_covert_check(self):
        covert = self._start().with_user(self.inspector)
        with self.assertRefused(ValidationError, "Nobody of the unit speaks for it or signs"):
            covert.representative_signature = DRAWN
        with self.assertRefused(ValidationError, "Nobody of the unit speaks for it or signs"):
            self._as_file(covert)

    def test_nor_says_anything_about_it(self):
        covert = self._start().with_user(self.inspector)
        for name, value in (
            ("representative", "The head"),
            ("representative_opinion", "agrees"),
            ("representative_remark", "So it is"),
            ("witness", "The notary"),
        ):
            with self.assertRefused(ValidationError, "Nobody of the unit speaks for it"):
                covert[name] = value

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_but_its_inspectors_lets_sign(self):
        visit = self._start(self._visit())
        for user in (self.head, self.office, self.auditor):
            with self.assertRefused((AccessError, UserError)):
                visit.with_user(user).representative_signature = DRAWN

    def test_it_stands_on_the_record(self):
        visit = self._start(self._visit()).with_user(self.inspector)
        visit.write({"representative_signature": DRAWN, "representative_opinion": "agrees"})
        self._issue(visit)
        report = self.env["report.perf_appraisal.report_perf_inspection"].with_user(self.head)
        boxes = report._get_report_values(visit.ids)["sheets"][0]["blocks"][-1]["rows"]
        self.assertEqual([bool(box["drawn"]) for row in boxes for box in row], [False, True, False])
