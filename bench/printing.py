"""Print many forms as a job on a running server, beside `wkhtmltopdf` given the same pages in the same chunks."""

import time

FORM = "perf_appraisal.report_perf_appraisal"


def prepare(env, made):
    """Open the first month: run inside `odoo shell`.

    :param dict made: the county, as from `county.find_county`
    :return: ids of the sheets
    """
    month = made["cycle"].period_ids.filtered(lambda period: period.kind == "month").sorted("number")[:1]
    month.with_user(made["office"]).action_open()
    env["perf.batch"]._cron_run()
    return month.appraisal_ids.ids


def floor(env, made, ids):
    """Give the pages of the forms to `wkhtmltopdf`, chunk by chunk: run inside `odoo shell`.

    :return: seconds that it took, without making the pages
    """
    from odoo.addons.perf_appraisal.const import PRINT_AT_ONCE

    reports = env["ir.actions.report"].with_user(made["office"])
    report, seconds = reports._get_report(FORM), 0.0
    for start in range(0, len(ids), PRINT_AT_ONCE):
        html, _kind = reports._render_qweb_html(FORM, ids[start : start + PRINT_AT_ONCE])
        bodies = report._prepare_html(html)[0]
        begun = time.perf_counter()
        assert report._run_wkhtmltopdf(bodies, report_ref=FORM)
        seconds += time.perf_counter() - begun
        env.invalidate_all()
    return seconds


def measure(client, other, ids):
    """Print the forms as a job, and see meanwhile how long somebody else waits for an answer.

    :param client: who prints
    :param other: who goes on working
    :return: `{"seconds", "waits": [seconds], "pages of the file": bytes}`
    """
    begun, waits = time.perf_counter(), []
    job = client.call("perf.print", "start", FORM, ids)["res_id"]
    while True:
        asked = time.perf_counter()
        other.call("perf.my.work", "get_my_work")
        waits.append(time.perf_counter() - asked)
        [found] = client.call("perf.print", "read", [job], ["state", "error", "file_id"])
        if found["state"] not in ("waiting", "running"):
            break
        time.sleep(0.2)
    assert found["state"] == "done", found
    seconds = time.perf_counter() - begun
    file = client.get(f"/web/content/{found['file_id'][0]}").content
    assert file.startswith(b"%PDF"), file[:100]
    return {"seconds": seconds, "waits": waits, "bytes": len(file)}
