from . import test_perf_bulk_mixin
