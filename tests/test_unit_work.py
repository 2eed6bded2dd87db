"""Lead units, stand-ins, withdrawal, excuse, correction, extension: tried over the network, allowed and refused."""

import county
import harness
import pytest

#: Run in `odoo shell` after the county is made: a lead unit, a unit's sheet that was handed in, two people's sheets.
UNIT_WORK = """
from odoo import Command, fields
roads, letters = County.unit_indicators
County.bureau = County._create_department("Roads Bureau", parent_id=County.county.id)
County.lead = County._create_user("lead_head", County.bureau)
County.helper = County._create_user("helper", County.other)
County.bureau.manager_id = County.lead.employee_id
roads.lead_unit_ids = County.bureau
plan = County._create_plan(County.unit_indicators, scope="unit", unit_id=County.bureau.id)
County._create_plan(County.unit_indicators, scope="unit", unit_id=County.other.id)
sheet = County._create_unit_sheet()
own = County._create_unit_sheet(County.bureau)
County._fill_in(sheet, County.coordinator)
west = County._create_unit_sheet(County.other)
County._fill_in(own, County.lead)
County._fill_in(west, County.other_head)
personal = [
    County._create_plan(
        County.indicators, approved=False, scope="employee", unit_id=County.other.id, employee_id=person.id
    )
    for person in (County.stranger.employee_id, County.other_head.employee_id)
]
led, unled = County._line(sheet, roads), County._line(sheet, letters)
file = County._create_attachment(County.coordinator, content=b"the road")
other_file = County._create_attachment(County.coordinator, content=b"the letters")
led.with_user(County.coordinator).evidence_ids = file
unled.with_user(County.coordinator).evidence_ids = other_file
claim = County._claim(County.coordinator, led, "Praise")
sheet.with_user(County.head).action_submit()
own.with_user(County.lead).action_submit()
message = sheet.with_user(County.office).message_post(body="A word in private.", message_type="comment")
County._review(County.sheets["colleague"])
County._submit(County.sheet)
facts = {
    "sheet": sheet.id,
    "led": led.id,
    "claim": claim.id,
    "rule": claim.rule_id.id,
    "unled": unled.id,
    "own": own.id,
    "own_line": County._line(own, roads).id,
    "west": west.id,
    "west_line": County._line(west, roads).id,
    "personal": [plan.id for plan in personal],
    "file": file.id,
    "other_file": other_file.id,
    "message": message.id,
    "staff": County.sheet.id,
    "colleague": County.sheets["colleague"].id,
    "coordinator": County.sheets["coordinator"].id,
    "month": County.month.id,
    "township": County.township.id,
    "deputy_person": County.deputy.employee_id.id,
    "other_head_person": County.other_head.employee_id.id,
    "lead_person": County.lead.employee_id.id,
    "other": County.other.id,
    "bureau": County.bureau.id,
    "staff_person": County.staff.employee_id.id,
    "helper_person": County.helper.employee_id.id,
    "office_person": County.office.employee_id.id,
    "today": str(fields.Date.today()),
    "later": str(fields.Date.add(fields.Date.today(), days=9)),
}
"""

SHEET, LINE = "perf.appraisal", "perf.appraisal.line"


class World:
    """The server, the ids, and one client for each account."""

    def __init__(self, running, facts):
        self.running, self.facts, self.clients = running, facts, {}

    def call(self, login, model, method, *args, **kwargs):
        """Call a method as this account."""
        if login not in self.clients:
            self.clients[login] = self.running.rpc(login, county.password(login))
        return self.clients[login].call(model, method, *args, **kwargs)

    def refused(self, login, model, method, *args, text="", **kwargs):
        """Check that the call is refused with a sentence that holds the text."""
        with pytest.raises(harness.RPCError) as caught:
            self.call(login, model, method, *args, **kwargs)
        assert caught.value.name.startswith("odoo.exceptions."), caught.value
        assert text in caught.value.message, caught.value.message
        self.running.expect(r" odoo\.http: ", 1)
        self.running.check_log()

    def state(self, sheet):
        """Return the state of a sheet, as the auditor reads it."""
        return self.call("auditor", SHEET, "read", [self.facts[sheet]], ["state"])[0]["state"]


@pytest.fixture(scope="module")
def world(make_db, server):
    """A server with two workers, so that no answer comes from the memory of the process that was told."""
    database = make_db()
    facts = county.make(database, UNIT_WORK)
    return World(server(database, workers=2), facts)


# === STAND-INS OF HEADS, AND OF THE HEADS OF LEAD UNITS === #


def standin(world, login, **values):
    """Name the helper as stand-in; return the id."""
    facts = world.facts
    plain = {"standin_id": facts["helper_person"], "date_from": facts["today"], "date_to": facts["later"]}
    return world.call(login, "perf.standin", "create", [{"reason": "Training", **plain, **values}])[0]


def test_a_stand_in_of_a_head_hands_in_and_signs_while_it_lasts(world):
    facts = world.facts
    first, second = facts["personal"]
    found = standin(world, "other_head", employee_id=facts["other_head_person"], role="head", unit_id=facts["other"])
    world.refused("helper", SHEET, "action_submit", [facts["west"]])
    world.refused("helper", "perf.plan", "action_sign", [first])
    world.call("helper", "perf.standin", "action_accept", [found])
    world.call("helper", SHEET, "action_submit", [facts["west"]])
    world.call("helper", "perf.plan", "action_sign", [first])
    [sheet] = world.call("auditor", SHEET, "read", [facts["west"]], ["state", "filled_by_id", "filled_for_id"])
    assert (sheet["state"], sheet["filled_by_id"][1]) == ("self_scored", "Helper")
    assert sheet["filled_for_id"][0] == facts["other_head_person"]
    [plan] = world.call("auditor", "perf.plan", "read", [first], ["state", "signed_for_id"])
    assert (plan["state"], plan["signed_for_id"][0]) == ("signed", facts["other_head_person"])
    world.call("other_head", "perf.standin", "action_end", [found])
    world.refused("helper", SHEET, "action_withdraw", [facts["west"]])
    world.refused("helper", "perf.plan", "action_sign", [second])
    world.call("other_head", "perf.plan", "action_sign", [second])


def test_a_stand_in_of_a_lead_unit_scores_every_unit_but_his_own_while_it_lasts(world):
    facts = world.facts
    values = {"review_value": 40, "review_reason": "Two roads are late."}
    found = standin(
        world,
        "lead_head",
        employee_id=facts["lead_person"],
        standin_id=facts["staff_person"],
        role="head",
        unit_id=facts["bureau"],
    )
    world.refused("staff", LINE, "write", [facts["west_line"]], values)
    world.call("staff", "perf.standin", "action_accept", [found])
    world.call("staff", LINE, "write", [facts["west_line"]], values)
    for method, given in (("read", ["self_value"]), ("write", values)):
        world.refused("staff", LINE, method, [facts["led"]], given)
    world.refused("staff", LINE, "action_finish_lines", [facts["led"]])
    world.call("staff", LINE, "action_finish_lines", [facts["west_line"]])
    [line] = world.call("auditor", LINE, "read", [facts["west_line"]], ["review_score", "reviewed_for_id"])
    assert (line["review_score"], line["reviewed_for_id"][0]) == (40.0, facts["lead_person"])
    world.call("lead_head", "perf.standin", "action_end", [found])
    world.refused("staff", LINE, "action_reopen_lines", [facts["west_line"]])
    world.refused("staff", LINE, "read", [facts["west_line"]], ["self_value"])
    world.call("lead_head", LINE, "read", [facts["west_line"]], ["self_value"])


# === LEAD UNITS === #


def test_a_lead_unit_reads_its_lines_with_evidence(world):
    facts = world.facts
    [line] = world.call("lead_head", LINE, "read", [facts["led"]], ["self_value", "indicator_id", "evidence_ids"])
    assert line["self_value"] == 54.0
    assert line["evidence_ids"] == [facts["file"]]
    assert world.clients["lead_head"].get(f"/web/content/{facts['file']}").content == b"the road"


def test_a_lead_unit_reads_nothing_else_of_the_sheet(world):
    facts = world.facts
    world.refused("lead_head", LINE, "read", [facts["unled"]], ["self_value"])
    world.refused("lead_head", SHEET, "read", [facts["sheet"]], ["self_summary"])
    world.refused("lead_head", "mail.message", "read", [facts["message"]], ["body"])
    assert world.call("lead_head", LINE, "search", [["appraisal_id", "=", facts["sheet"]]]) == [facts["led"]]
    assert world.call("lead_head", "perf.score.change", "search_count", []) == 0
    answer = world.clients["lead_head"].get(f"/web/content/{facts['other_file']}")
    assert answer.content != b"the letters"


def test_a_lead_unit_writes_points_and_reasons_and_nothing_else(world):
    led = world.facts["led"]
    world.call("lead_head", LINE, "write", [led], {"review_value": 50, "review_reason": "One road is late."})
    for values in (
        {"self_value": 1},
        {"self_note": "Other."},
        {"assessed": False},
        {"final_score": 1},
        {"weight": 1},
        {"evidence_ids": [[5, 0, 0]]},
        {"reviewed_by_id": 2},
    ):
        world.refused("lead_head", LINE, "write", [led], values)
    world.refused("lead_head", LINE, "write", [world.facts["unled"]], {"review_value": 1, "review_reason": "No."})
    world.refused("lead_head", LINE, "write", [world.facts["own_line"]], {"review_value": 60, "review_reason": "Ours."})
    world.refused("lead_head", SHEET, "write", [world.facts["sheet"]], {"review_comment": "No."})
    world.call(
        "lead_head", "perf.claim", "write", [world.facts["claim"]], {"accepted": False, "refusal_reason": "No letter."}
    )
    world.refused("lead_head", "perf.claim", "write", [world.facts["claim"]], {"points": 0.5})
    world.refused("lead_head", "perf.claim", "unlink", [world.facts["claim"]])
    world.refused("lead_head", "perf.claim", "create", [{"line_id": led, "rule_id": world.facts["rule"]}])
    world.refused("staff", LINE, "write", [led], {"review_value": 1, "review_reason": "No."})
    [line] = world.call("auditor", LINE, "read", [led], ["review_score", "self_score", "assessed"])
    assert (line["review_score"], line["self_score"], line["assessed"]) == (50.0, 55.0, True)


def test_lead_unit_office_and_confirmer_are_three(world):
    facts = world.facts
    world.refused("office", LINE, "write", [facts["led"]], {"review_value": 1, "review_reason": "No."})
    world.call("office", SHEET, "action_review", [facts["sheet"]])
    assert world.state("sheet") == "self_scored"
    world.call("lead_head", LINE, "action_finish_lines", [facts["led"]])
    assert world.state("sheet") == "reviewed"
    world.refused("office", SHEET, "action_confirm", [facts["sheet"]], text="you reviewed it yourself")
    world.call("office2", SHEET, "action_confirm", [facts["sheet"]])
    assert world.state("sheet") == "confirmed"
    world.refused("lead_head", LINE, "write", [facts["led"]], {"review_value": 1, "review_reason": "Late."})


# === STAND-INS === #


def test_a_stand_in_acts_while_it_lasts(world):
    facts = world.facts
    world.refused("helper", SHEET, "read", [facts["staff"]], ["state"])
    found = standin(world, "head", employee_id=facts["deputy_person"])
    world.refused("helper", SHEET, "read", [facts["staff"]], ["state"])
    world.refused("staff", "perf.standin", "action_accept", [found])
    world.call("helper", "perf.standin", "action_accept", [found])
    world.call("helper", SHEET, "action_review", [facts["staff"]])
    [sheet] = world.call("auditor", SHEET, "read", [facts["staff"]], ["state", "reviewed_for_id"])
    assert (sheet["state"], sheet["reviewed_for_id"][0]) == ("reviewed", facts["deputy_person"])
    world.call("office", "perf.standin", "action_end", [found])
    world.refused("helper", SHEET, "read", [facts["staff"]], ["state"])


def test_a_stand_in_of_the_office_does_not_confirm_what_he_reviewed(world):
    facts = world.facts
    found = standin(world, "office2", employee_id=facts["office_person"], role="confirmer")
    world.refused("helper", SHEET, "action_confirm", [facts["colleague"]])
    world.call("helper", "perf.standin", "action_accept", [found])
    world.refused("helper", SHEET, "action_confirm", [facts["staff"]], text="you reviewed it yourself")
    world.call("helper", SHEET, "action_confirm", [facts["colleague"]])
    assert world.state("colleague") == "confirmed"
    world.refused("staff", "perf.standin", "write", [found], {"date_to": "2099-01-01"})
    world.refused("helper", "perf.standin", "write", [found], {"date_to": "2099-01-01"})
    world.call("helper", "perf.standin", "action_end", [found])


# === WITHDRAWAL, EXCUSE, CORRECTION, EXTENSION === #


def test_withdrawal(world):
    world.refused("head", SHEET, "action_withdraw", [world.facts["own"]])
    world.call("lead_head", SHEET, "action_withdraw", [world.facts["own"]])
    assert world.state("own") == "draft"
    world.call("lead_head", SHEET, "action_submit", [world.facts["own"]])
    assert world.state("own") == "self_scored"


def test_excuse(world):
    sheet = world.facts["coordinator"]
    for login in ("head", "deputy", "coordinator", "auditor", "hr"):
        world.refused(login, SHEET, "action_excuse", [sheet], "Long illness")
    world.refused("office", SHEET, "action_excuse", [sheet], " ", text="reason")
    world.call("office", SHEET, "action_excuse", [sheet], "Long illness")
    assert world.state("coordinator") == "excused"
    world.refused("coordinator", SHEET, "write", [sheet], {"self_summary": "I was there."})
    world.call("office", SHEET, "action_return", [sheet], "Back at work")
    assert world.state("coordinator") == "draft"


def test_correction(world):
    sheet = world.facts["colleague"]
    for login in ("colleague", "deputy", "head", "auditor"):
        world.refused(login, SHEET, "action_correct", [sheet], "Typing error")
    world.refused("office", SHEET, "action_correct", [sheet], "")
    world.call("office", SHEET, "action_correct", [sheet], "Typing error")
    entries = world.call("auditor", "perf.score.entry", "search_read", [["res_id", "=", sheet]], ["points"])
    assert entries
    assert round(sum(entry["points"] for entry in entries), 2) == 0.0
    world.refused("deputy", SHEET, "action_confirm", [sheet])
    world.call("office2", SHEET, "action_confirm", [sheet])
    assert world.state("colleague") == "confirmed"


def test_extension(world):
    facts = world.facts
    values = {"period_id": facts["month"], "unit_id": facts["township"], "days": 3, "reason": "Flood"}
    for login in ("staff", "head", "coordinator", "auditor"):
        world.refused(login, "perf.extension", "create", [values])
    [before] = world.call("auditor", SHEET, "read", [facts["coordinator"]], ["self_deadline"])
    [found] = world.call("office", "perf.extension", "create", [values])
    [after] = world.call("auditor", SHEET, "read", [facts["coordinator"]], ["self_deadline"])
    assert after["self_deadline"] > before["self_deadline"]
    world.refused("head", "perf.extension", "write", [found], {"days": 90})
    world.refused("head", "perf.extension", "unlink", [found])
