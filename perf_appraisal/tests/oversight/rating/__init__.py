from . import test_perf_rating
from . import test_perf_rating_answer
from . import test_perf_rating_ballot
from . import test_perf_rating_pending
