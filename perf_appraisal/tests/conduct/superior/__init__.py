from . import test_perf_superior_indicator
from . import test_perf_superior_indicator_import
from . import test_perf_superior_indicator_import_line
from . import test_perf_superior_indicator_take
from . import test_perf_superior_progress
