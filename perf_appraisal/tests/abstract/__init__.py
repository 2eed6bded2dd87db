from . import test_perf_bulk_mixin
from . import test_perf_evidence_mixin
