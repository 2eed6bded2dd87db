def migrate(cr, version):
    """Give each company reasons of its own for no grade, and settled results what they were computed from."""
    cr.execute(
        """
        INSERT INTO perf_no_grade_reason (name, sequence, active, counts_in_quota, company_id)
        SELECT n.name, n.sequence, n.active, n.counts_in_quota, c.company_id
          FROM perf_no_grade_reason n
          JOIN (SELECT DISTINCT company_id FROM perf_cycle) c ON c.company_id != n.company_id
            ON CONFLICT DO NOTHING
        """
    )
    cr.execute(
        """
        UPDATE perf_appraisee a
           SET no_grade_reason_id = own.id
          FROM perf_no_grade_reason n
          JOIN perf_no_grade_reason own ON own.name = n.name
         WHERE n.id = a.no_grade_reason_id AND n.company_id != a.company_id AND own.company_id = a.company_id
        """
    )
    cr.execute(
        """
        UPDATE perf_result r
           SET no_grade_reason_id = CASE WHEN r.no_grade THEN a.no_grade_reason_id END,
               in_quota = CASE WHEN r.no_grade THEN COALESCE(n.counts_in_quota, false) ELSE true END
          FROM perf_appraisee a
     LEFT JOIN perf_no_grade_reason n ON n.id = a.no_grade_reason_id
         WHERE a.id = r.appraisee_id AND r.state != 'draft' AND r.in_quota IS NULL
        """
    )
