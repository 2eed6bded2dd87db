from .calibration import *
from .outcome import *
