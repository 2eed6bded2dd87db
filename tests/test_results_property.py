"""What the module computes in sets is what a naive computation finds, on random schemes and ledgers."""

from pathlib import Path

import county

EXAMPLES = 40

RANDOM = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import naive_results
from odoo.addons.perf_appraisal.tests.results import ResultCase

class Past(County, ResultCase):
    pass

Past._begin_year()
Past.rules = {{None: None}}
for name, values in (("capped", {{"max_points": 5.0}}), ("cycle", {{"max_points": 5.0, "cap_period": "cycle"}}),
                     ("matter", {{"highest_only": True}})):
    of_rule = {{"kind": "unit", "scheme_id": Past.of_units.id, "full_score": 0.0}}
    rules = [Past._rule("bonus", name, 1.0, **values)]
    Past.rules[name] = Past._create_indicator(name, rule_ids=rules, **of_rule).rule_ids.id
facts = {{"compared": naive_results.check(Past, {EXAMPLES})}}
"""


def test_sets_and_single_steps_come_to_the_same(make_db):
    compared = county.make(make_db(), RANDOM)["compared"]
    assert compared > 2 * EXAMPLES, "nearly every example has a year and a quarter of two units"
