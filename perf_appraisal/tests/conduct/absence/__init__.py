from . import test_perf_extension
from . import test_perf_extension_tours
from . import test_perf_leadership
from . import test_perf_standin
from . import test_perf_standin_duties
from . import test_perf_standin_tours
