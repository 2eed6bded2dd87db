"""Open every list of the module in a large county, beside the same list without record rules: run in `odoo shell`.

A list is what an action of the module opens: its domain and columns, the first page and the count. Without rules it is
the same call of the same user as superuser.
"""

import statistics
import time

import integrity
import results
from lxml import etree

from odoo.tools.safe_eval import safe_eval

PAGE = 80
COUNTED = 10_001  # so far the web client counts


def prepare(env, made):
    """Make a year of sheets, and the results of a quarter, on notice.

    :param dict made: the county, as from `county.find_county`
    :return: number of sheets
    """
    sheets, _lines = integrity.prepare(env, made)
    results.prepare(env, made)
    env.cr.execute("SELECT count(DISTINCT appraisee_id) FROM perf_score_entry")
    results.compute(env, made, env.cr.fetchone()[0])
    env.cr.execute("UPDATE perf_result SET state = 'notice'")
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    return sheets


def find_lists(env):
    """Return the lists that a user may open: ``{name of the action: arguments of ask}``.

    :param env: environment of the user
    """
    own = [("module", "=", "perf_appraisal"), ("model", "=", "ir.actions.act_window")]
    actions = env["ir.actions.act_window"].sudo().browse(env["ir.model.data"].sudo().search(own).mapped("res_id"))
    found = {}
    for action in actions:
        model = env[action.res_model]
        if "list" not in action.view_mode or "active_id" in (action.domain or "") or model._transient:
            continue
        if model._auto and model.has_access("read"):
            view = {kind: number for number, kind in action.views}["list"]
            columns = etree.fromstring(model.get_view(view, "list")["arch"])
            names = [node.get("name") for node in columns.xpath("//field[not(ancestor::field)]")]
            asked = {
                name: {"fields": {"display_name": {}}} if model._fields[name].type == "many2one" else {}
                for name in names
            }
            domain = safe_eval(action.domain or "[]", {"uid": env.uid, "allowed_company_ids": env.companies.ids})
            found[action.xml_id.partition(".")[2]] = (model._name, domain, asked, columns.get("default_order", ""))
    return found


def ask(env, model, domain, columns, order):
    """Ask for the first page of a list, return the seconds and how many there are."""
    env.invalidate_all()
    start = time.perf_counter()
    page = env[model].web_search_read(domain, columns, limit=PAGE, order=order, count_limit=COUNTED)
    return time.perf_counter() - start, page["length"]


def measure(env, made, repeat):
    """Ask for each list as the office and as the head of a unit, in turns with the same without rules.

    :return: for each list a dict with role, action, how many the user sees, and the medians of both
    """
    users = {"office": made["office"], "head": made["units"][0].manager_id.user_id}
    rows = []
    for role, user in users.items():
        with_rules, bare = env(user=user.id, su=False), env(user=user.id, su=True)
        for action, asked in find_lists(with_rules).items():
            turns = [(ask(bare, *asked), ask(with_rules, *asked)) for _turn in range(repeat + 1)][1:]
            rows.append(
                {
                    "role": role,
                    "action": action,
                    "seen": turns[0][1][1],
                    "bare": statistics.median(without[0] for without, _own in turns),
                    "seconds": statistics.median(own[0] for _without, own in turns),
                }
            )
    return rows
