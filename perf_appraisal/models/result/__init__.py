from . import perf_score_entry
from . import perf_appraisal_result
from . import perf_appraisal_result_bulk
from . import perf_score_entry_bulk
