from .calibration import *
from .outcome import *
from .notice import *
from .appeal import *
from .later import *
