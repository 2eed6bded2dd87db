from . import perf_result
from . import perf_result_line
from . import perf_result_facts
from . import perf_result_standing
from . import perf_result_compute
from . import perf_result_keep
from . import perf_result_explain
from . import perf_period_result
