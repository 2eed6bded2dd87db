def migrate(cr, version):
    """Number the postings of each document: every reversal raised the number of what was posted after it."""
    cr.execute("ALTER TABLE perf_score_entry ADD COLUMN IF NOT EXISTS posting_no int4")
    cr.execute(
        """
        UPDATE perf_score_entry e
           SET posting_no = n.number
          FROM (SELECT id, row_number() OVER (PARTITION BY res_model, res_id, appraisee_id, kind, section_id,
                                                           indicator_id, rule_id ORDER BY id) AS number
                  FROM perf_score_entry
                 WHERE reversal_of_id IS NULL) n
         WHERE n.id = COALESCE(e.reversal_of_id, e.id) AND e.posting_no IS NULL
        """,
    )
