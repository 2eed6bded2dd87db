from . import perf_team
from . import perf_coverage
