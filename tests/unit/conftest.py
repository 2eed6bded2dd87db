"""Tests of the pure Python engine: no Odoo, no database."""

import sys
from pathlib import Path

from hypothesis import settings

MODULE = Path(__file__).resolve().parents[2] / "perf_appraisal"

# the module's own __init__ imports Odoo, its tools do not
sys.path.insert(0, str(MODULE))

# a shared machine is slow at times; a checkout stays free of example databases
settings.register_profile("engine", deadline=None, database=None)
settings.load_profile("engine")
