from . import test_perf_result
from . import test_perf_result_composition
from . import test_perf_result_ledger
from . import test_perf_result_outdated
from . import test_perf_result_standing
from . import test_perf_result_performance
from . import test_perf_result_sign
from . import test_perf_result_job
