from . import perf_registered_mixin
from . import perf_adjustment
from . import perf_adjustment_entry
from . import perf_adjustment_rights
from . import perf_adjustment_flow
from . import perf_appraisee_oversight
from . import perf_superior_indicator_oversight
from . import hr_department_oversight
