from . import test_perf_coverage
from . import test_perf_team
