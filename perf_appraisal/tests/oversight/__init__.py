from .team import *
from .inspection import *
from .finding import *
