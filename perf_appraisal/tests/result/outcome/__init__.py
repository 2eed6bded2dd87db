from . import test_perf_result
