def migrate(cr, version):
    """Give jobs a target of any model: it was a period."""
    cr.execute(
        "ALTER TABLE perf_batch ADD COLUMN IF NOT EXISTS res_model varchar, ADD COLUMN IF NOT EXISTS res_id int4"
    )
    cr.execute("UPDATE perf_batch SET res_model = 'perf.period', res_id = period_id WHERE res_model IS NULL")
