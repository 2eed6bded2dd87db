from . import test_perf_export
from . import test_perf_reason_wizard
from . import test_perf_unit_setup
from . import test_performance
from .basis import *
from .conduct import *
from .result import *
