from odoo import models


class ReportPerfAppeal(models.AbstractModel):
    """The written reply to an objection, a re-examination or an appeal.

    Who stands behind it is printed for himself and for the handler alone.
    """

    _name = "report.perf_appraisal.report_perf_appeal"
    _inherit = ["perf.paper.mixin"]
    _description = "Written Reply"

    _paper_model = "perf.appeal"
    _paper_domain = [("state", "in", ("upheld", "rejected"))]

    def _paper_values(self, doc):
        """Return the texts of one reply."""
        return {
            "organisation": doc.company_id.sudo().name,
            "title": self.env._("Written Reply"),
            "running": doc.name,
            "issue": doc.name,
            "period": self._period(doc.period_id),
            "head": self._pairs(
                [
                    (self.env._("Kind"), self._label(doc, "kind")),
                    (self.env._("Decision"), self._label(doc, "state")),
                    (self.env._("Addressee"), doc.objector_name),
                    (self.env._("Concerns"), doc.about),
                    (self.env._("Handed in on"), doc.submitted_on and self._day_of(doc.submitted_on)),
                    (self.env._("Decision Made on"), doc.decided_on and self._day_of(doc.decided_on)),
                ]
            ),
            "blocks": [
                self._text_block(self.env._("What Is Asked for"), doc.asked),
                self._text_block(self.env._("Facts and Reasons"), doc.facts),
                self._text_block(self.env._("Reply"), doc.decision),
                self._text_block(self.env._("What One Can Do"), self._remedy(doc), lines=1),
                self._box_block(
                    [
                        [
                            {
                                "label": self.env._("Performance Office"),
                                "done": self._done(doc.handler_id.sudo(), doc.decided_on),
                                "sign": self._places("seal", "date"),
                            },
                            {"label": self.env._("Received by"), "sign": self._places("signature", "date")},
                        ]
                    ],
                    tall=True,
                ),
            ],
        }

    @staticmethod
    def _label(doc, name):
        """Return the word of a selection."""
        return dict(doc._fields[name]._description_selection(doc.env))[doc[name]]

    def _day_of(self, moment):
        """Return the day of a moment as it is written on paper."""
        return self._day(self.env["perf.appeal"]._day_of(moment, 0))

    def _remedy(self, doc):
        """Return what is left to whoever is not content."""
        if doc.kind == "reexamination":
            last = doc._day_of(doc.decided_on, doc.cycle_id.sudo().appeal_days)
            return self.env._("Who disagrees may appeal until %s.", self._day(last))
        if doc.kind == "objection":
            return self.env._("Whose result it is may ask for re-examination when it is final.")
        return self.env._("This decision is final.")
