from . import outcome
from . import calibration
from . import notice
from . import appeal
from . import later
