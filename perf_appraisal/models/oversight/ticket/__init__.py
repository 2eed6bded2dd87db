from . import perf_ticket
from . import perf_ticket_flow
from . import perf_ticket_reply
