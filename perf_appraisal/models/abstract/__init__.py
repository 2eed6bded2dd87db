from . import perf_flag_mixin
from . import perf_guard_mixin
from . import perf_indicator_lock_mixin
from . import perf_state_mixin
from . import perf_signed_mixin
from . import perf_evidence_mixin
from . import perf_work_mixin
