from . import test_perf_ticket
from . import test_perf_ticket_reply
from . import test_perf_ticket_deduction
