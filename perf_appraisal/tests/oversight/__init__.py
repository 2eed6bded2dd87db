from .team import *
from .inspection import *
from .finding import *
from .draw import *
from .integrity import *
from .ticket import *
from .register import *
from .rating import *
