"""The module comes, is updated, goes, comes back and starts, without a word of complaint and without a trace."""

import harness
import pytest

MODULE = "perf_appraisal"
TRACES = {
    "tables": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'perf\\_%'",
    "views": "SELECT viewname FROM pg_views WHERE viewname LIKE 'perf\\_%'",
    "columns": "SELECT attrelid::regclass FROM pg_attribute WHERE attname LIKE 'perf\\_%' AND NOT attisdropped",
    "functions": "SELECT proname FROM pg_proc WHERE proname LIKE 'perf\\_%'",
    "external ids": f"SELECT module || '.' || name FROM ir_model_data WHERE module = '{MODULE}'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'perf.%'",
    "fields": "SELECT model || '.' || name FROM ir_model_fields WHERE name LIKE 'perf\\_%'",
    "parameters": f"SELECT key FROM ir_config_parameter WHERE key LIKE '{MODULE}.%'",
    "privileges": "SELECT name->>'en_US' FROM res_groups_privilege WHERE name->>'en_US' ILIKE '%appraisal%'",
    "groups": "SELECT name->>'en_US' FROM res_groups WHERE name->>'en_US' ILIKE '%appraisal%'",
    "crons": "SELECT cron_name FROM ir_cron WHERE cron_name ILIKE '%appraisal%'",
    "menus": "SELECT name->>'en_US' FROM ir_ui_menu WHERE name->>'en_US' ILIKE '%appraisal%'",
}


def traces(database):
    """Return what a database holds of the module, by kind."""
    found = {kind: [row[0] for row in harness.sql(database, query)] for kind, query in TRACES.items()}
    return {kind: names for kind, names in found.items() if names}


def odoo(*args):
    """Run Odoo's command line; it must log nothing alarming."""
    done = harness.dev("odoo", *args)
    assert not harness.alarms(done.stdout), done.stdout


def server_command(database, *args):
    """Run the server's start-up (loading, installing, updating) and stop."""
    odoo("-d", database, *args, "--skip-auto-install", "--stop-after-init", "--no-http")


@pytest.fixture(scope="module")
def bare(make_db):
    """A database with Odoo's Employees, without the module."""
    return make_db(bare=True)


def test_install_update_uninstall_reinstall_start(bare, server):
    before = traces(bare)
    assert not before, "the trace queries must not find Odoo's own things"
    server_command(bare, "-i", MODULE)
    installed = traces(bare)
    assert installed["external ids"]
    server_command(bare, "-u", MODULE)
    assert traces(bare) == installed, "an update changes nothing"
    odoo("module", "uninstall", "-d", bare, MODULE)
    assert traces(bare) == {}
    server_command(bare, "-i", MODULE)
    assert traces(bare).keys() == installed.keys()
    running = server(bare, workers=0)
    state = running.rpc().call("ir.module.module", "search_read", [["name", "=", MODULE]], ["state"])
    assert [row["state"] for row in state] == ["installed"]
    running.stop()


def test_second_worker_answers(make_db, server):
    running = server(make_db(), workers=2)
    for _turn in range(8):
        assert running.rpc().info["uid"]
    workers = set(harness.re.findall(r"^\S+ \S+ (\d+) INFO \S+ werkzeug:", running.log(), harness.re.MULTILINE))
    assert len(workers) > 1, "both worker processes took requests"
