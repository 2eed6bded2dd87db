"""Two who move somebody into the last place of a quota, while the period is computed: one of them is refused."""

import json

import county
import harness

ROUNDS = 10

RACE = f"""
import threading
from odoo.exceptions import UserError
from odoo.addons.perf_appraisal.tests.meeting import MeetingCase

class Meeting(County, MeetingCase):
    pass

Meeting._begin_year()
Meeting._begin_meeting()

def result_of(user):
    found = env["perf.result"].search([("appraisee_id", "=", Meeting._enrolled_as(user).id)])
    return found.filtered(lambda result: result.period_id == Meeting.whole).id

rivals = [result_of(Meeting.deputy), result_of(Meeting.coordinator)]
best, second = Meeting.excellent.id, Meeting.competent.id
meeting, whole, office = Meeting.meeting.id, Meeting.whole.id, Meeting.office.id
Meeting.meeting.action_move_grade(result_of(Meeting.colleague), second, "Makes room")
env.cr.commit()
{county.ALONE}
def move(result, grade):
    def work(own):
        try:
            own["perf.calibration"].browse(meeting).action_move_grade(result, grade, "Stands out")
        except UserError as error:
            own.cr.rollback()
            refused.append(str(error))
    return work

def compute(own):
    own["perf.period"].browse(whole).action_compute()

def state(own):
    results = own["perf.result"].browse(rivals)
    winners = results.filtered(lambda result: result.grade_id.id == best)
    rounds.append([len(winners), len(refused), len(own["perf.result.shift"].search([]))])
    for winner in winners:
        own["perf.calibration"].browse(meeting).action_move_grade(winner.id, second, "Back again")

rounds = []
for number in range({ROUNDS}):
    refused = []
    works = (move(rivals[0], best), compute, move(rivals[1], best))
    threads = [threading.Thread(target=alone, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone(state)
facts = {{"rounds": rounds, "retried": len(retried), "refused": refused}}
"""


def test_the_last_place_of_a_quota_is_given_once(make_db):
    script = f"{county.MAKE % RACE}\nenv.cr.commit()\n"
    printed = harness.dev("shell", make_db(), "--log-level=warn", input=script).stdout
    assert not [line for line in printed.splitlines() if harness.ALARM.match(line)]
    facts = json.loads(printed.split("county ", 1)[1].splitlines()[0])
    for place, (winners, refused, moves) in enumerate(facts["rounds"]):
        assert (winners, refused) == (1, 1)
        assert moves == 2 + 2 * place, "a move is lost, or kept twice"
    assert "at most 2 of 4, not for 3" in facts["refused"][0]
