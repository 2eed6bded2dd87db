from . import perf_score_entry
from . import perf_appraisal_ledger
