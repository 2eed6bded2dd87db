from .team import *
from .inspection import *
from .finding import *
from .draw import *
from .register import *
