from . import test_perf_export
from .basis import *
