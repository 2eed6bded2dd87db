from . import test_perf_score_entry
