from . import test_perf_appraisal_open
