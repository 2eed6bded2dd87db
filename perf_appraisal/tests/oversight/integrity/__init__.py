from . import test_perf_integrity
