from . import perf_integrity
from . import ir_ui_menu_oversight
