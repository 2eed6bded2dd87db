from . import perf_superior_indicator
from . import perf_superior_indicator_task
from . import perf_superior_progress
