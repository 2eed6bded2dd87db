from . import perf_cycle_appeal
from . import perf_objector
from . import perf_appeal
from . import perf_appeal_rights
from . import perf_appeal_flow
from . import perf_appeal_file
from . import perf_appeal_correction
