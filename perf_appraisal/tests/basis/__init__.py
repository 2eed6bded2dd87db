from . import test_perf_indicator_import
