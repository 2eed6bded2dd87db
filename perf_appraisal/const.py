"""Selections shared by several models, and the token that opens guarded columns."""

#: Key of the context under which :data:`WRITE_TOKEN` travels for exactly one call.
TOKEN_KEY = "perf_write_token"

#: Compared with ``is``: no RPC client can send this very object, so nothing that
#: comes from outside opens a state, a frozen total or the ledger.
WRITE_TOKEN = object()

#: Key of the context under which the callers of the engine say that they set scores in bulk.
SCORE_KEY = "perf_scored"

#: Key of the context under which a correction of settled results says that it keeps the period which it corrects.
CORRECTS_KEY = "perf_corrects"

#: Reports whose templates are whole documents of their own.
PAPER_PREFIX = "perf_appraisal.report_"

#: More forms than these are printed as a long job.
PRINT_AT_ONCE = 100

KINDS = [
    ("unit", "Unit"),
    ("employee", "Person"),
]

PERIOD_KINDS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half", "Half-year"),
    ("year", "Year"),
]

#: What the government of the year sets before all else.
FOCUSES = [
    ("none", "None"),
    ("major_project", "Major Project"),
    ("livelihood", "Practical Project for the People"),
    ("service", "Government Service"),
]

METHODS = [
    ("judged", "Judged"),
    ("parts", "Parts"),
    ("deduction", "Deduction"),
    ("level", "Level"),
    ("ratio", "Ratio"),
    ("step", "Step"),
    ("threshold", "Threshold"),
    ("efficacy", "Efficacy coefficient"),
]

#: Methods whose points follow from the actual value against the target.
MEASURED_METHODS = frozenset({"ratio", "step", "threshold", "efficacy"})

#: Methods whose points a scorer gives.
GIVEN_METHODS = frozenset({"judged", "level"})

#: Method → the column of a line in which its input is written; the others take claims only.
INPUT_COLUMNS = {
    **dict.fromkeys(sorted(GIVEN_METHODS), "self_value"),
    **dict.fromkeys(sorted(MEASURED_METHODS), "actual_value"),
}

RULE_KINDS = [
    ("bonus", "Bonus"),
    ("deduction", "Deduction"),
    ("part", "Part"),
]

#: Where an entry of the register comes from: the component of a scheme that counts it follows from this.
ORIGINS = [
    ("register", "Register"),
    ("superior", "Superior Level"),
    ("award", "Award"),
    ("correction", "Correction"),
]

#: Scores have two decimals everywhere.
SCORE_DIGITS = (12, 2)

#: Targets and measured values are finer than scores.
VALUE_DIGITS = (16, 4)

#: Claims are exact, only their line is rounded: quantity times points times multiplier has at most so many decimals.
CLAIM_DIGITS = (24, 12)
