"""Two who compute at once, and postings that come meanwhile: one consistent outcome, and nothing is lost."""

import json

import county
import harness

ROUNDS = 20

RACE = f"""
import threading
from odoo.addons.perf_appraisal.tests.results import ResultCase
from odoo.addons.perf_appraisal.tools.posting import Posting

class Past(County, ResultCase):
    pass

Past._begin_year()
Past._post_months(Past.east, [90.0, 90.0, 90.0])
Past._post_months(Past.west, [80.0, 80.0, 80.0])
env.cr.commit()
quarter, east, office = Past.q1.id, Past.east.id, Past.office.id
{county.ALONE}
def compute(own):
    own["perf.period"].browse(quarter).action_compute()

def post(number):
    def work(own):
        appraisee = own["perf.appraisee"].sudo().browse(east)
        own["perf.score.entry"].sudo()._post([Posting(
            appraisee_id=east, unit_id=appraisee.unit_id.id, period_id=quarter, kind="deduction", points=-0.5,
            date=appraisee.cycle_id.date_start, res_model="perf.appraisal", res_id=900 + number, origin="register",
        )])
    return work

def state(own):
    result = own["perf.result"].search([("period_id", "=", quarter), ("appraisee_id", "=", east)])
    counted = len(result.entry_ids.filtered(lambda entry: entry.kind == "deduction"))
    return result.deduction, counted, result.late_count, result.outdated, result.rank

rounds = []
for number in range({ROUNDS}):
    threads = [threading.Thread(target=alone, args=(work,)) for work in (compute, post(number), compute)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone(lambda own: rounds.append(state(own)))
alone(compute)
alone(lambda own: rounds.append(state(own)))
alone(lambda own: rounds.append(len(own["perf.result"].search([("period_id", "=", quarter)]))))
facts = {{"rounds": rounds, "retried": len(retried)}}
"""


def test_computing_against_computing_and_posting(make_db):
    script = f"{county.MAKE % RACE}\nenv.cr.commit()\n"
    printed = harness.dev("shell", make_db(), "--log-level=warn", input=script).stdout
    assert not [line for line in printed.splitlines() if harness.ALARM.match(line)]
    facts = json.loads(printed.split("county ", 1)[1].splitlines()[0])
    *rounds, last, number = facts["rounds"]
    for place, (deduction, counted, late, outdated, rank) in enumerate(rounds, 1):
        assert (deduction, rank) == (0.5 * counted, 1)
        assert counted + late == place, "an entry is lost"
        assert outdated == bool(late), "who looks at it is not told"
    assert last[:4] == [0.5 * ROUNDS, ROUNDS, 0, False]
    assert number == 2
