from . import perf_adjustment
from . import perf_adjustment_entry
from . import perf_adjustment_rights
from . import perf_adjustment_flow
