def migrate(cr, version):
    """Empty totals of sheets that were given back or opened again: what nobody gives is no part of a mean."""
    cr.execute("UPDATE perf_appraisal SET final_score = NULL, percent = NULL WHERE state != 'confirmed'")
    cr.execute("UPDATE perf_appraisal SET review_score = NULL WHERE state NOT IN ('reviewed', 'confirmed')")
    cr.execute("UPDATE perf_appraisal SET self_score = NULL WHERE state IN ('draft', 'excused') OR self_skipped")
