from odoo import models
from odoo.exceptions import UserError

from ....tools.posting import Posting
from ...abstract.perf_bulk_mixin import flush_tables

#: Up to so many sheets are asked for one by one whether they may be written.
FEW = 100

#: Columns that a confirmed sheet keeps.
SEALED = ["final_score", "full_score", "percent", "evidence_checksums"]


class PerfAppraisal(models.Model):
    """Seal confirmed sheets, one or those of a whole county: totals, checksums and ledger, in a few statements."""

    _inherit = "perf.appraisal"

    # === BUSINESS METHODS - SEALING === #

    def _confirm(self):
        """Confirm sheets, one or those of a whole county: lines are read in chunks, and the rest is a few statements.

        Their totals are frozen, the checksums of their evidence kept, and they are posted to the ledger.

        :return: the sheets that were moved
        :raise UserError: naming the sheets that the user may not confirm, and why
        """
        sheets, scored, totals = self._scored(), [], self.env["perf.sheet.totals"]
        if len(self) > FEW:
            self.env.cr.execute("SET LOCAL jit = off")  # compiling the rules takes longer than asking them
            sheets = sheets.with_context(prefetch_fields=False)

        def seal(ready):
            flush_tables(self.env, "perf.appraisal", "perf.appraisal.line")
            ready._lock_lines()
            self.env["perf.appraisal.line"]._check_final_reasons(ready)
            scored.extend(totals._read_sheets(ready.ids))
            evidence = totals._read_evidence(ready.ids)
            ready._check_evidence(evidence)
            return SEALED, totals._sealed_rows(*scored, evidence)

        done = sheets._transition("action_confirm", each=seal)
        if done:
            done.sudo()._post_sheets(*scored)
        return done

    def _check_evidence(self, evidence):
        """Refuse to seal what can change without anybody writing it.

        :param dict evidence: as from ``perf.sheet.totals._read_evidence``
        :raise UserError: naming the sheets, the files and the way out
        """
        refusals = {
            sheet: self.env._("its evidence “%s” is a link or an empty file: return it for the file itself", bare)
            for sheet, (_checksums, bare) in evidence.items()
            if bare
        }
        if refusals:
            raise UserError(self._refusal_message(refusals))

    def _check_readable(self):
        """Ask the rules for many sheets by one query instead of one by one."""
        if len(self) <= FEW or self.env.su:
            return super()._check_readable()
        if self.search_count([("id", "in", self.ids)]) != len(self):
            self._refuse_foreign()
        return None

    # === BUSINESS METHODS - POSTING === #

    def _post_sheets(self, scored, policies):
        """Post one entry for each section of each sheet; their points add up to the sheet's points to the cent.

        :param dict scored: ``{sheet id: ScoredSheet}``
        :param dict policies: how each sheet is added up
        """
        totals, postings = self.env["perf.sheet.totals"], []
        headings = totals._read_headings(self.ids)
        for sheet, lines in scored.items():
            final, own, review = totals._section_totals(lines, policies[sheet]["na_policy"])
            postings += [
                Posting(
                    **headings[sheet],
                    section_id=section,
                    points=total.score,
                    full_points=total.full,
                    self_points=own[section].score,
                    review_points=review[section].score,
                )
                for section, total in final.items()
            ]
        self._post(postings)

    def _post_missing(self):
        """Post 0 for sheets that were not handed in when their period closed.

        Rule: not handed in without an excuse counts 0.
        """
        totals = self.env["perf.sheet.totals"]
        scored, policies = totals._read_sheets(self.ids)
        headings, reason = totals._read_headings(self.ids), self.env._("Not handed in")
        nothing = {"points": 0, "self_points": 0, "review_points": 0, "reason": reason}
        self._post(
            [
                Posting(**headings[sheet], **nothing, section_id=section, full_points=total.full)
                for sheet, lines in scored.items()
                for section, total in totals._section_totals(lines, policies[sheet]["na_policy"])[0].items()
            ],
        )
