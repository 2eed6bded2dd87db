def migrate(cr, version):
    """Drop what the phone adds to the form of inspections: it has a button that is gone, and comes after the form."""
    cr.execute(
        "DELETE FROM ir_ui_view v USING ir_model_data d WHERE d.model = 'ir.ui.view' AND d.res_id = v.id"
        " AND d.module = 'perf_appraisal' AND d.name = 'perf_inspection_view_form_spot'"
    )
    cr.execute(
        "DELETE FROM ir_model_data WHERE model = 'ir.ui.view'"
        " AND module = 'perf_appraisal' AND name = 'perf_inspection_view_form_spot'"
    )
