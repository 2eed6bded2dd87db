from . import test_perf_draw
