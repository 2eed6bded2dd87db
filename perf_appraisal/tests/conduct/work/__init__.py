from . import test_perf_appraisal_board
from . import test_perf_appraisal_tracking
from . import test_perf_reminder
from . import test_perf_reminder_tours
from . import test_perf_work_log
