from . import outcome
from . import calibration
