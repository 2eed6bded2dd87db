from . import perf_finding
from . import perf_finding_rights
from . import perf_finding_flow
from . import perf_rectification
