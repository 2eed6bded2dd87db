from functools import lru_cache
from typing import NamedTuple

from psycopg2.extras import Json

from odoo import models
from odoo.tools import SQL

from ....tools import scoring
from ...abstract.perf_bulk_mixin import flush_tables

#: Sheets whose lines are read at once.
CHUNK = 1000

#: Up to so many sheets are asked for one by one whether they may be written.
FEW = 100

#: Columns that a confirmed sheet keeps.
SEALED = ["final_score", "full_score", "percent", "evidence_checksums"]

#: Scores, targets and weights repeat: each text is made a decimal once.
_decimal = lru_cache(maxsize=4096)(scoring.to_decimal)


class ScoredSheet(NamedTuple):
    """The lines of a sheet as the engine wants them, in the sheet's order: final, own and leader's scores."""

    sections: tuple
    final: tuple
    own: tuple
    review: tuple


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
        sheets, scored = self._scored(), []
        if len(self) > FEW:
            self.env.cr.execute("SET LOCAL jit = off")  # compiling the rules takes longer than asking them
            sheets = sheets.with_context(prefetch_fields=False)

        def seal(ready):
            flush_tables(self.env, "perf.appraisal", "perf.appraisal.line")
            ready._lock_lines()
            ready._check_final_reasons()
            scored.extend(ready._score_many())
            return SEALED, ready._sealed_rows(*scored)

        done = sheets._transition("action_confirm", each=seal)
        if done:
            done.sudo()._post_sheets(*scored)
        return done

    def _check_readable(self):
        """Ask the rules for many sheets by one query instead of one by one."""
        if len(self) <= FEW or self.env.su:
            return super()._check_readable()
        if self.search_count([("id", "in", self.ids)]) != len(self):
            self._refuse_foreign()
        return None

    def _check_final_reasons(self):
        """Raise when the office changed a score without a reason: only such lines are loaded."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM perf_appraisal_line WHERE appraisal_id = ANY(%s) "
                "AND final_score IS DISTINCT FROM review_score AND COALESCE(final_reason, '') !~ '\\S'",
                self.ids,
            ),
        )
        self.env["perf.appraisal.line"].browse([line_id for (line_id,) in rows])._check_reasons("final", self)

    def _score_many(self):
        """Return the lines of the sheets, read in chunks, and how each sheet is added up.

        :return: ``{sheet id: ScoredSheet}`` and ``{sheet id: policy}``
        """
        flush_tables(self.env, "perf.appraisal", "perf.appraisal.line", "perf.claim", "ir.attachment")
        scored = {}
        for start in range(0, len(self), CHUNK):
            scored |= self[start : start + CHUNK]._scored_sheets()
        return scored, self._policies()

    def _sealed_rows(self, scored, policies):
        """Return what a confirmed sheet keeps: tuples of its id and the values of ``SEALED``.

        :param dict scored: ``{sheet id: ScoredSheet}``
        :param dict policies: as from :meth:`_policies`
        """
        files, rows = self._checksums_many(), []
        for sheet_id, lines in scored.items():
            total = scoring.sheet_total(lines.final, **policies[sheet_id])
            rows.append((sheet_id, total.score, total.full, total.percent, Json(files.get(sheet_id, {}))))
        return rows

    # === HELPERS === #

    def _policies(self):
        """Return how each sheet is added up: ``{sheet id: {"na_policy", "bonus_cap"}}``."""
        rows = self.env.execute_query(SQL("SELECT id, scheme_id FROM perf_appraisal WHERE id = ANY(%s)", self.ids))
        schemes = self.env["perf.scheme"].sudo().browse({scheme for _sheet, scheme in rows if scheme})
        found = {scheme.id: scheme._engine_policy() for scheme in schemes}
        plain = schemes.browse()._engine_policy()
        return {sheet: found.get(scheme, plain) for sheet, scheme in rows}

    def _scored_sheets(self):
        """Return the lines of the sheets, in one query: ``{sheet id: ScoredSheet}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT appraisal_id, array_agg(section_id ORDER BY sequence, id),
                       array_agg(ARRAY[full_score::text, weight::text, COALESCE(final_score, 0)::text,
                                       COALESCE(self_score, 0)::text, COALESCE(review_score, 0)::text,
                                       assessed::text] ORDER BY sequence, id)
                  FROM perf_appraisal_line
                 WHERE appraisal_id = ANY(%s)
              GROUP BY appraisal_id
              ORDER BY appraisal_id
                """,
                self.ids,
            ),
        )
        found = {sheet: ScoredSheet((), (), (), ()) for sheet in self.ids}
        for sheet, sections, lines in rows:
            final, own, review = (_engine_lines(tuple(map(tuple, lines)), column) for column in (2, 3, 4))
            found[sheet] = ScoredSheet(tuple(sections), final, own, review)
        return found

    def _checksums_many(self):
        """Return the checksums of the evidence by sheet: ``{sheet id: {attachment id: checksum}}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT v.sheet, json_object_agg(f.id, f.checksum)
                  FROM (SELECT l.appraisal_id AS sheet, r.ir_attachment_id AS file
                          FROM perf_appraisal_line l
                          JOIN perf_appraisal_line_evidence_rel r ON r.perf_appraisal_line_id = l.id
                         WHERE l.appraisal_id = ANY(%(sheets)s)
                         UNION
                        SELECT l.appraisal_id, r.ir_attachment_id
                          FROM perf_appraisal_line l
                          JOIN perf_claim c ON c.line_id = l.id
                          JOIN perf_claim_evidence_rel r ON r.perf_claim_id = c.id
                         WHERE l.appraisal_id = ANY(%(sheets)s)) v
                  JOIN ir_attachment f ON f.id = v.file
              GROUP BY v.sheet
                """,
                sheets=self.ids,
            ),
        )
        return dict(rows)


def _engine_lines(rows, column):
    """Return lines as the engine wants them.

    :param tuple rows: full points, weight, three scores and whether it was assessed, as text
    :param int column: place of the score
    """
    return tuple(_engine_line(row[column], row[0], row[1], row[5]) for row in rows)


@lru_cache(maxsize=4096)
def _engine_line(score, full, weight, assessed):
    """Return a line as the engine wants it: lines with the same numbers are the same."""
    return scoring.SheetLine(
        score=_decimal(score), full=_decimal(full), weight=_decimal(weight), assessed=assessed == "true"
    )
