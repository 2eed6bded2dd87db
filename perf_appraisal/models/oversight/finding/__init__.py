from . import perf_appraisal_line_oversight
from . import perf_appraisal_oversight
from . import perf_finding
from . import perf_finding_rights
from . import perf_finding_flow
from . import perf_finding_line
from . import perf_finding_entry
from . import perf_rectification
