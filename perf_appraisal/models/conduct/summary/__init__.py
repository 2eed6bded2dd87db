from . import perf_summary
from . import perf_summary_flow
from . import perf_summary_work
