from . import test_perf_checklist
from . import test_perf_inspection
from . import test_perf_inspection_attendance
from . import test_perf_inspection_phone_tours
from . import test_perf_inspection_report
from . import test_perf_inspection_secrecy
from . import test_perf_inspection_signature
from . import test_perf_photo_mixin
