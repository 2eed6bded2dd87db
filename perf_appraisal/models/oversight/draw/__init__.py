from . import perf_draw
from . import perf_draw_pool
from . import perf_draw_line
