from . import test_perf_opening
from . import test_perf_opening_moves
from . import test_perf_batch_line_remedy
