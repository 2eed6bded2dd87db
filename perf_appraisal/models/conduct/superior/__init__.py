from . import perf_superior_indicator_conduct
from . import perf_superior_progress
