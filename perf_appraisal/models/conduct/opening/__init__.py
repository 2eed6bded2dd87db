from . import perf_appraisal_open
from . import perf_appraisal_leave
from . import perf_appraisal_deadline
from . import perf_cycle_conduct
from . import perf_period_conduct
from . import perf_batch_conduct
