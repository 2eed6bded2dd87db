from . import test_perf_calibration
from . import test_perf_calibration_board
from . import test_perf_result_shift
from . import test_perf_calibration_report
from . import test_perf_calibration_tours
