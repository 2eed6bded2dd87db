from . import test_perf_adjustment
from . import test_perf_adjustment_ledger
