"""Pure Python engine of the appraisal: scoring, periods and notations.

Nothing in this folder imports Odoo, so that it can be tested and reasoned about without a database.
"""

from . import notation, notation_table, periods, register, scoring

__all__ = ["notation", "notation_table", "periods", "register", "scoring"]
