from . import perf_opening
from . import perf_opening_facts
from . import perf_opening_lines
from . import perf_opening_leave
from . import perf_cycle_conduct
from . import perf_period_conduct
from . import perf_batch_conduct
