from . import test_perf_opening
