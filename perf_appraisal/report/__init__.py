from . import perf_paper_mixin
from . import perf_appraisal_report
from . import perf_appraisal_unit_report
from . import perf_appraisal_year_report
from . import perf_plan_report
from . import perf_summary_report
from . import perf_work_log_report
