from . import perf_export
