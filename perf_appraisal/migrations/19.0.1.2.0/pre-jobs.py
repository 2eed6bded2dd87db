def migrate(cr, version):
    """Give jobs a target of any model, which was a period, and say of records what became of them in plain words."""
    cr.execute(
        "ALTER TABLE perf_batch ADD COLUMN IF NOT EXISTS res_model varchar, ADD COLUMN IF NOT EXISTS res_id int4"
    )
    cr.execute("UPDATE perf_batch SET res_model = 'perf.period', res_id = period_id WHERE res_model IS NULL")
    cr.execute("UPDATE perf_batch_line SET outcome = 'not_concerned' WHERE outcome = 'spared'")
