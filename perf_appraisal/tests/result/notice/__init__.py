from . import test_perf_notice
from . import test_perf_notice_performance
from . import test_perf_notice_report
from . import test_perf_notice_decision
from . import test_perf_notice_line
from . import test_perf_result_notice
