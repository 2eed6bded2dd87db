"""The module comes, is updated, goes, comes back and starts, without a word of complaint and without a trace."""

import harness
import pytest

MODULE = "perf_appraisal"

#: What Odoo itself leaves or counts up when any module goes: looked at by owner instead (`external ids`), or not.
ODOO_COUNTS = ("ir_cron_trigger", "ir_model_constraint", "ir_model_data", "orm_signaling_registry")

#: All that a database consists of, as (kind, text); a module's traces are what was not there before it came.
SNAPSHOT = f"""
WITH relations AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT 'relation', relkind::text || ' ' || relname FROM relations
UNION ALL
SELECT 'column', relname || '.' || attname FROM pg_attribute JOIN relations ON relations.oid = attrelid
 WHERE relkind IN ('r', 'v', 'm') AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint', conrelid::regclass || ' ' || conname FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'function', oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger', tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'external id', module || '.' || name FROM ir_model_data WHERE module = '{MODULE}'
UNION ALL
SELECT 'rows', relname || ' ' || (xpath('//n/text()', query_to_xml(
       format('SELECT count(*) AS n FROM %I', relname), false, true, '')))[1]::text
  FROM relations WHERE relkind = 'r' AND relname NOT IN {ODOO_COUNTS}
"""

#: One leftover of each kind, for Odoo's Employees.
PLANTED = {
    "relation": "CREATE VIEW left_view AS SELECT 1",
    "column": "ALTER TABLE hr_job ADD COLUMN left_column integer",
    "constraint": "ALTER TABLE hr_job ADD CONSTRAINT left_check CHECK (sequence IS NULL OR sequence < 2000000)",
    "function": "CREATE FUNCTION left_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "trigger": "CREATE TRIGGER left_trigger BEFORE UPDATE ON hr_job FOR EACH ROW EXECUTE FUNCTION left_function()",
    "external id": f"INSERT INTO ir_model_data (module, name, model) VALUES ('{MODULE}', 'left_id', 'hr.job')",
    "rows": "INSERT INTO ir_config_parameter (key, value) VALUES ('left.parameter', '1')",
}


def snapshot(database):
    """Return all that a database consists of."""
    return {tuple(row) for row in harness.sql(database, SNAPSHOT)}


def kinds(traces):
    """Return what kinds of things are among these."""
    return {kind for kind, _text in traces}


def odoo(*args):
    """Run Odoo's command line; it must log nothing alarming."""
    done = harness.dev("odoo", *args)
    assert not harness.alarms(done.stdout), done.stdout


OWN_RULES = f"id IN (SELECT res_id FROM ir_model_data WHERE module = '{MODULE}' AND model = 'ir.rule')"
RULES = f"SELECT id, domain_force FROM ir_rule WHERE {OWN_RULES} ORDER BY id"
OPEN_RULES = f"UPDATE ir_rule SET domain_force = '[(1, ''='', 1)]' WHERE {OWN_RULES}"
#: As the first version left them: no update touched them.
FIRST_VERSION = f"""
UPDATE ir_model_data SET noupdate = TRUE WHERE module = '{MODULE}' AND model = 'ir.rule';
UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = '{MODULE}'
"""


def server_command(database, *args):
    """Run the server's start-up (loading, installing, updating) and stop."""
    odoo("-d", database, *args, "--skip-auto-install", "--stop-after-init", "--no-http")


@pytest.fixture(scope="module")
def bare(make_db):
    """A database with Odoo's Employees, without the module."""
    return make_db(bare=True)


def test_install_update_uninstall_reinstall_start(bare, server):
    before = snapshot(bare)
    server_command(bare, "-i", MODULE)
    installed = snapshot(bare)
    assert kinds(installed - before) == {"relation", "column", "constraint", "external id", "rows"}
    rules = harness.sql(bare, RULES)
    harness.sql(bare, OPEN_RULES)
    harness.sql(bare, FIRST_VERSION)
    assert harness.sql(bare, RULES) != rules
    server_command(bare, "-u", MODULE)
    assert harness.sql(bare, RULES) == rules, "an update brings the record rules back"
    assert snapshot(bare) ^ installed == set(), "an update changes nothing else"
    odoo("module", "uninstall", "-d", bare, MODULE)
    assert snapshot(bare) ^ before == set(), "nothing stays, and nothing of Odoo's own goes"
    server_command(bare, "-i", MODULE)
    assert snapshot(bare) ^ installed == set(), "it comes back whole"
    running = server(bare, workers=0)
    state = running.rpc().call("ir.module.module", "search_read", [["name", "=", MODULE]], ["state"])
    assert [row["state"] for row in state] == ["installed"]
    running.stop()


def test_a_leftover_of_any_kind_is_found(make_db):
    database = make_db(bare=True)
    before = snapshot(database)
    for kind, statement in PLANTED.items():
        harness.sql(database, statement)
        after = snapshot(database)
        assert kinds(after - before) >= {kind}, statement
        before = after
    assert kinds(before) == PLANTED.keys(), "every kind was tried"
