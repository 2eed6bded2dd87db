from . import test_perf_finding
from . import test_perf_finding_entry
from . import test_perf_finding_ledger
from . import test_perf_finding_line
from . import test_perf_rectification
from . import test_perf_rectification_tours
from . import test_perf_appraisal_oversight
