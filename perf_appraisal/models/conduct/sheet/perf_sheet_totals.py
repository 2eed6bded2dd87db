from functools import lru_cache
from typing import NamedTuple

from psycopg2.extras import Json

from odoo import api, models
from odoo.tools import SQL

from ....tools import scoring
from ...abstract.perf_bulk_mixin import flush_tables

#: Sheets whose lines are read at once.
CHUNK = 1000

#: Scores, targets and weights repeat: each text is made a decimal once.
_decimal = lru_cache(maxsize=4096)(scoring.to_decimal)


class ScoredSheet(NamedTuple):
    """The lines of a sheet as the engine wants them, in the sheet's order: final, own and leader's scores."""

    sections: tuple
    final: tuple
    own: tuple
    review: tuple


class PerfSheetTotals(models.AbstractModel):
    """What very many sheets come to, read in a few statements: no right is asked, no record loaded."""

    _name = "perf.sheet.totals"
    _description = "Totals of Many Sheets"

    # === BUSINESS METHODS === #

    @api.model
    def _read_sheets(self, sheet_ids):
        """Return the lines of the sheets, read in chunks, and how each sheet is added up.

        :param list sheet_ids: ids of sheets
        :return: ``{sheet id: ScoredSheet}`` and ``{sheet id: policy}``
        """
        flush_tables(self.env, "perf.appraisal", "perf.appraisal.line", "perf.claim", "ir.attachment")
        scored = {}
        for start in range(0, len(sheet_ids), CHUNK):
            scored |= self._read_lines(sheet_ids[start : start + CHUNK])
        return scored, self._read_policies(sheet_ids)

    @api.model
    def _read_evidence(self, sheet_ids):
        """Return the evidence by sheet, and whether something of it is none.

        :return: ``{sheet id: ({attachment id: checksum}, name of a link or an empty file)}``
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT v.sheet, json_object_agg(f.id, f.checksum),
                       min(f.name) FILTER (
                           WHERE f.type <> 'binary' OR f.checksum IS NULL OR COALESCE(f.file_size, 0) = 0
                       )
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
                sheets=sheet_ids,
            ),
        )
        return {sheet: (checksums, bare) for sheet, checksums, bare in rows}

    @staticmethod
    def _section_totals(lines, policy):
        """Return the totals of the sections for final, own and leader's scores; most are the same as the ones before.

        :param lines: ``ScoredSheet``
        :param str policy: what is done with lines that were not assessed
        """
        columns, totals = (lines.final, lines.review, lines.own), []
        for place, column in enumerate(columns):
            if place and column == columns[place - 1]:
                totals.append(totals[-1])
            else:
                totals.append(scoring.section_totals(zip(lines.sections, column, strict=True), na_policy=policy))
        final, review, own = totals
        return final, own, review

    @api.model
    def _sealed_rows(self, scored, policies, evidence):
        """Return what a confirmed sheet keeps: tuples of its id and the values of ``SEALED``.

        :param dict scored: ``{sheet id: ScoredSheet}``
        :param dict policies: as from :meth:`_read_sheets`
        :param dict evidence: as from :meth:`_read_evidence`
        """
        rows = []
        for sheet_id, lines in scored.items():
            total = scoring.sheet_total(lines.final, **policies[sheet_id])
            rows.append((sheet_id, total.score, total.full, total.percent, Json(evidence.get(sheet_id, ({},))[0])))
        return rows

    @api.model
    def _read_headings(self, sheet_ids):
        """Return what the postings of each sheet have in common: ``{sheet id: {name: value}}``."""
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT a.id AS res_id, a.appraisee_id, a.unit_id, a.period_id, p.date_end AS date"
                " FROM perf_appraisal a JOIN perf_period p ON p.id = a.period_id WHERE a.id = ANY(%s)",
                sheet_ids,
            ),
        )
        return {row["res_id"]: {"kind": "sheet", "res_model": "perf.appraisal", **row} for row in rows}

    # === HELPERS === #

    @api.model
    def _read_policies(self, sheet_ids):
        """Return how each sheet is added up: ``{sheet id: {"na_policy", "bonus_cap"}}``."""
        rows = self.env.execute_query(SQL("SELECT id, scheme_id FROM perf_appraisal WHERE id = ANY(%s)", sheet_ids))
        schemes = self.env["perf.scheme"].sudo().browse({scheme for _sheet, scheme in rows if scheme})
        found = {scheme.id: scheme._engine_policy() for scheme in schemes}
        plain = schemes.browse()._engine_policy()
        return {sheet: found.get(scheme, plain) for sheet, scheme in rows}

    @api.model
    def _read_lines(self, sheet_ids):
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
                sheet_ids,
            ),
        )
        found = {sheet: ScoredSheet((), (), (), ()) for sheet in sheet_ids}
        for sheet, sections, lines in rows:
            found[sheet] = ScoredSheet(tuple(sections), *_engine_lines(lines))
        return found


def _engine_lines(rows):
    """Return the lines of a sheet as the engine wants them: with final, own and leader's scores, mostly the same.

    :param list rows: full points, weight, the three scores and whether it was assessed, as text
    """
    fulls, weights, *scores, assessed = zip(*rows, strict=True)
    made = {column: tuple(map(_engine_line, column, fulls, weights, assessed)) for column in set(scores)}
    return [made[column] for column in scores]


@lru_cache(maxsize=4096)
def _engine_line(score, full, weight, assessed):
    """Return a line as the engine wants it: lines with the same numbers are the same."""
    return scoring.SheetLine(
        score=_decimal(score), full=_decimal(full), weight=_decimal(weight), assessed=assessed == "true"
    )
