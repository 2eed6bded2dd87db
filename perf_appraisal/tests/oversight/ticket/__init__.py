from . import test_perf_ticket
from . import test_perf_ticket_reply
