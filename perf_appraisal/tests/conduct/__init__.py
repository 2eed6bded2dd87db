from . import test_perf_appraisal
from . import test_perf_appraisal_open
from . import test_perf_appraisal_report
from . import test_perf_appraisee
from . import test_perf_plan
from . import test_perf_plan_dispatch
from . import test_perf_plan_line
