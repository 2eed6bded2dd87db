from . import ledger
from . import team
from . import inspection
from . import finding
from . import draw
from . import register
