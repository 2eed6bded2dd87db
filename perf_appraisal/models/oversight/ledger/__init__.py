from . import perf_score_entry_oversight
