from . import perf_appraisal_line_grid
from . import perf_grid
from . import perf_grid_save
from . import perf_grid_totals
from . import perf_grid_xlsx
