from . import test_perf_appraisal
