from . import perf_reason_wizard
from . import perf_signed_copy
from . import perf_plan_dispatch
from . import perf_unit_setup
from . import perf_indicator_import
from . import perf_indicator_import_column
from . import perf_indicator_import_line
