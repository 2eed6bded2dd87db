"""Run Odoo's own lint tests (module test_lint, which need not be installed) on this project's module alone.

Given to `odoo shell` on a database with the module installed, by `./dev lint`. The pylint test is left out (`./dev
lint` calls Odoo's pylint plugins itself), the conflict markers too (they would read all of Odoo).
"""

from unittest.mock import patch

from odoo.modules import Manifest
from odoo.tests.shell import run_tests

MODULE = "perf_appraisal"
TAGS = "/test_lint,-/test_lint:TestPyLint,-/test_lint:TestConflictMarkers,-/test_lint:TestESLint"

with patch.object(Manifest, "all_addon_manifests", staticmethod(lambda: [Manifest.for_addon(MODULE)])):
    report = run_tests(env, TAGS, ["test_lint"])  # noqa: F821 - given by odoo shell
print(f"odoo lint: {report.testsRun} checks, {report.failures_count + report.errors_count} failed")
