from . import test_perf_later_change
