from . import perf_later_change
