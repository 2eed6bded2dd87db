from . import ledger
from . import team
from . import inspection
from . import register
from . import finding
from . import draw
from . import integrity
from . import ticket
