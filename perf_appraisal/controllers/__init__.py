from . import perf_ballot
from . import perf_export
from . import perf_grid
from . import perf_rating_results
