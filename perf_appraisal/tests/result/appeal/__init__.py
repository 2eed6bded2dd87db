from . import test_perf_appeal
from . import test_perf_appeal_correction
from . import test_perf_appeal_report
from . import test_perf_cycle_appeal
from . import test_perf_appeal_rights
from . import test_perf_objector
