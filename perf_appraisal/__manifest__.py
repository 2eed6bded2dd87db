{
    "name": "Performance Appraisal for Public Agencies",
    "summary": "Target plans, monthly sheets and a score ledger for government offices",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Appraisal",
    "license": "LGPL-3",
    "author": "perf_appraisal contributors",
    "depends": ["hr", "mail"],
    "data": [
        # who may do what
        "security/res_groups.xml",
        "security/ir.model.access.csv",
        "security/ir_rules_basis.xml",
        "security/ir_rules_conduct.xml",
        "security/ir_rules_result.xml",
        "data/ir_cron.xml",
        # dialogs, whose actions the views use
        "wizard/perf_reason_wizard_views.xml",
        "wizard/perf_plan_dispatch_views.xml",
        "wizard/perf_unit_setup_views.xml",
        "wizard/perf_indicator_import_views.xml",
        # screens, in the order of the flow
        "views/basis/perf_category_views.xml",
        "views/basis/perf_scheme_views.xml",
        "views/basis/perf_cycle_views.xml",
        "views/basis/perf_period_views.xml",
        "views/basis/perf_indicator_section_views.xml",
        "views/basis/perf_indicator_views.xml",
        "views/basis/perf_batch_views.xml",
        "views/conduct/perf_appraisee_views.xml",
        "views/conduct/perf_plan_views.xml",
        "views/conduct/perf_claim_views.xml",
        "views/conduct/perf_appraisal_line_views.xml",
        "views/conduct/perf_appraisal_line_form_views.xml",
        "views/conduct/perf_score_change_views.xml",
        "views/conduct/perf_appraisal_views.xml",
        "views/conduct/perf_appraisal_form_views.xml",
        "views/conduct/perf_appraisal_board_views.xml",
        "views/result/perf_score_entry_views.xml",
        "views/hr_department_views.xml",
        "views/hr_employee_views.xml",
        "views/hr_employee_public_views.xml",
        "views/hr_job_views.xml",
        # paper
        "report/paper_templates.xml",
        "report/perf_appraisal_report.xml",
        # last: the menu needs every action
        "views/perf_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "perf_appraisal/static/src/**/*",
        ],
        "web.assets_tests": [
            "perf_appraisal/static/tests/tours/*.js",
        ],
    },
    "demo": [
        # an invented county, in the order in which its records point to each other
        "demo/data/perf.category.csv",
        "demo/data/hr.department.csv",
        "demo/data/hr.job.csv",
        "demo/data/res.users.csv",
        "demo/data/hr.employee.csv",
        "demo/data/hr.department-leaders.csv",
        "demo/data/county.xml",
    ],
    "application": True,
}
