"""Tests of what needs neither Odoo nor a database: the engine, and the logic behind `./dev`."""

import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parents[2]

# the module's own __init__ imports Odoo, its tools do not
sys.path[:0] = [str(ROOT / "perf_appraisal"), str(ROOT / "scripts")]

# a shared machine is slow at times; a checkout stays free of example databases
settings.register_profile("engine", deadline=None, database=None)
settings.load_profile("engine")
