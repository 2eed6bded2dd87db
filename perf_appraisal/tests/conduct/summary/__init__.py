from . import test_perf_summary
from . import test_perf_summary_report
from . import test_perf_summary_tours
