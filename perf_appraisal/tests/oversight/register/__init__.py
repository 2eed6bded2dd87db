from . import test_perf_adjustment
from . import test_perf_adjustment_ledger
from . import test_perf_adjustment_county
from . import test_perf_adjustment_performance
from . import test_perf_adjustment_rights
from . import test_perf_superior_indicator_oversight
from . import test_perf_indicator_oversight
from . import test_perf_indicator_rule_oversight
