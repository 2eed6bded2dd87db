from . import test_perf_first_steps
from . import test_perf_my_work
from . import test_perf_my_work_county
from . import test_perf_board
from . import test_perf_board_tracking
from . import test_perf_reminder
from . import test_perf_reminder_tours
from . import test_perf_work_log
