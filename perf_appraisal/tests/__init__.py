from . import test_perf_export
from .basis import *
from .conduct import *
from .result import *
