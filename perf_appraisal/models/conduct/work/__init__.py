from . import perf_work_log
from . import perf_reminder
from . import perf_reminder_due
from . import perf_first_steps
from . import perf_my_work
from . import perf_board
from . import ir_ui_menu
