from . import perf_calibration
from . import perf_calibration_rights
from . import perf_calibration_board
from . import perf_result_shift
