from . import perf_export
from . import perf_grid
