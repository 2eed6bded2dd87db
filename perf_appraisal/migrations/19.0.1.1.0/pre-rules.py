def migrate(cr, version):
    """Let updates bring the record rules: they were installed as data of the user's own, which no update touches."""
    cr.execute("UPDATE ir_model_data SET noupdate = FALSE WHERE module = 'perf_appraisal' AND model = 'ir.rule'")
