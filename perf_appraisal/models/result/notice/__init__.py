from . import perf_result_notice
from . import perf_notice
from . import perf_notice_flow
from . import perf_notice_line
