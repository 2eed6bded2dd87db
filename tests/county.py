"""The county of the module's own tests, committed into a database for black-box tests."""

import json

import harness

#: Run in `odoo shell`: the same organisation as in the module's tests; one sheet confirmed, the others drafts.
MAKE = """
import json
from unittest.mock import patch
from passlib.context import CryptContext
from odoo.addons.perf_appraisal.tests.common import PerfCommon

class County(PerfCommon):
    pass

# as in the module's tests: a hash that takes no time, made anew by Odoo when somebody logs in
quick = CryptContext(["pbkdf2_sha512", "plaintext"], pbkdf2_sha512__rounds=1)
patch.object(type(env["res.users"]), "_crypt_context", lambda users: quick).start()

County.env = env["base"].with_context(**PerfCommon.default_env_context()).env
County.company = env.company
County._setup_county()
people = env["hr.employee"].search([("job_id", "=", County.job.id), ("user_id", "!=", False)])
users = {person.user_id.login: person.user_id for person in people}
%s
print("county " + json.dumps(facts))
"""

CONFIRM = """
line = County._line(County.sheet, County.judged)
claim = County._claim(County.staff, line, "Praise")
file = County._create_attachment(County.staff, content=b"what was done")
proof = County._create_attachment(County.staff, content=b"the letter of praise")
line.with_user(County.staff).evidence_ids = file
claim.evidence_ids = proof
County._submit(County.sheet)
line.with_user(County.deputy).write({"review_value": 15, "review_reason": "Open tasks."})
message = County.sheet.with_user(County.deputy).message_post(body="A word in private.", message_type="comment")
note = env["perf.review.note"].with_user(County.deputy).create({"appraisal_id": County.sheet.id, "text": "Careful."})
County.sheet.with_user(County.deputy).action_review()
County.sheet.with_user(County.office).action_confirm()
entries = env["perf.score.entry"].search([("res_id", "=", County.sheet.id)])
facts = {
    "perf.appraisal": County.sheet.id,
    "perf.appraisal.line": line.id,
    "perf.claim": claim.id,
    "perf.score.change": County.sheet.change_ids.id,
    "perf.score.entry": entries[0].id,
    "perf.review.note": note.id,
    "perf.indicator": County.judged.id,
    "perf.indicator.rule": County.judged.rule_ids[0].id,
    "perf.indicator.level": County.level.level_ids[0].id,
    "perf.plan": County.plan.id,
    "perf.plan.line": County.plan.line_ids[0].id,
    "perf.period": County.month.id,
    "perf.cycle": County.cycle.id,
    "perf.scheme": County.scheme.id,
    "perf.appraisee": County.sheet.appraisee_id.id,
    "perf.batch": County.month.batch_ids.id,
    "mail.message": message.id,
    "files": [file.id, proof.id],
    "other_line": (County.sheet.line_ids - line)[0].id,
    "other_indicator": County.level.id,
    "sheets": {login: sheet.id for login, sheet in County.sheets.items()},
    "users": {login: user.id for login, user in users.items()},
    "people": {login: user.employee_id.id for login, user in users.items()},
    "departments": {name: getattr(County, name).id for name in ("county", "township", "section", "other")},
}
"""

#: After a county is made: does some work as an account, in a transaction of its own, again when it collides.
ALONE = """
from odoo import api
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

registry, retried = Registry(env.cr.dbname), []

def alone(work):
    for _attempt in range(20):
        with registry.cursor() as cr:
            try:
                work(api.Environment(cr, office, {}))
                cr.commit()
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                cr.rollback()
                retried.append(1)
    raise AssertionError("it collides for ever")
"""

POSTED = """
SELECT d.id, d.state, count(e.id), COALESCE(sum(e.points), 0)
  FROM {1} d
  LEFT JOIN perf_score_entry e ON e.res_model = '{0}' AND e.res_id = d.id
 WHERE d.id IN ({2}) GROUP BY d.id ORDER BY d.id
"""


def make(database, code=CONFIRM):
    """Commit the county and return the ids of what matters in it."""
    printed = harness.shell(database, MAKE % code)
    return json.loads(printed.split("county ", 1)[1].splitlines()[0])


def password(login):
    """Return the password that the module's tests give to an account."""
    return login.ljust(8, "x")


def clients(running, *logins):
    """Return a client for each login, on a server whose database holds the county."""
    return [running.rpc(login, password(login)) for login in logins]


def posted(running, model, ids):
    """Return state, number of ledger entries and their points of documents, in the order of their ids.

    :param str model: name of their model
    """
    rows = harness.sql(running.database, POSTED.format(model, model.replace(".", "_"), ",".join(map(str, ids))))
    return [(state, int(count), float(points)) for _id, state, count, points in rows]
