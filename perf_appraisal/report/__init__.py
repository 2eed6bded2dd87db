from . import perf_appraisal_report
