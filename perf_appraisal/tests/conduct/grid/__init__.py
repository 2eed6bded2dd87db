from . import test_perf_grid
from . import test_perf_grid_totals
from . import test_perf_grid_import
from . import test_perf_grid_import_line
from . import test_perf_grid_tours
from . import test_perf_grid_xlsx
