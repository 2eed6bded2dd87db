"""The laws about rights: declared once, named by rules, and nowhere spelled out again."""

import ast
import re

from odoo.tests import tagged

from .laws import LawsCase, sources

#: Columns that lead from the organisation to accounts, and the derived ones.
_PEOPLE = r"(?:manager|employee|reviewer|standin|responsible)_id|(?:perf_deputy|perf_coordinator|assistant)_ids"
ACCOUNT_PATHS = re.compile(
    rf"\b(?:{_PEOPLE})\.user_id\b|\bperf_(?:leader|head|coordinator)_user_ids\b|\bperf_(?:own_)?standin_ids\b|"
    r"\bperf_department_\w+_rel\b|\bperf_(?:deputy|coordinator)_ids\b"
)

#: Where they are named besides the declarations of rights, and why.
ACCOUNT_PLACES = {
    "models/hr_department.py": "the columns themselves",
    "models/conduct/absence/": "heads, stand-ins and their accounts",
    "models/conduct/opening/": "who reviews is found for everybody at once, by the organisation of the day",
    "wizard/perf_unit_setup": "where the office names them",
    "views/hr_department_views.xml": "where HR and the office see them",
}


#: Lines of a file of rules, as of a file of views.
RULES_LINES = 300

#: Head models of which nothing is anybody's own matter, and why.
WITHOUT_NEVER = {
    "perf.superior.indicator": "region and city ask it of the county; nobody is judged by it",
    "perf.rating": "it asks others about all units at once, and nobody decides on a score in it",
    "perf.rating.group": "it is prepared with its rating",
    "perf.rating.tally": "it is entered as a protocol has it; the right to check it bars one's own matter",
    "perf.calibration": "it is about everybody at once; the right to move a grade bars one's own",
    "perf.notice": "it is about all at once, and tells what was computed; nobody decides on a score in it",
    "perf.ticket": "an order may go to one's own unit among others; the right to change it bars that",
}


def account_paths(files):
    """Law 9: the paths of the organisation to accounts stand in the declarations of rights only, XML included."""
    offences = []
    for path, text in files.items():
        if path.startswith(tuple(ACCOUNT_PLACES)):
            continue
        spared = declared_lines(text) if path.endswith(".py") else set()
        for number, line in enumerate(text.splitlines(), 1):
            if ACCOUNT_PATHS.search(line) and number not in spared:
                offences.append(f"{path}:{number} names an account path: {line.strip()}")
    return offences


def declared_lines(text):
    """Return the lines of a file that declare rights, their constants and what computes depend on."""
    spared = set()
    tree = ast.parse(text)
    declares = "_rights = {" in text
    for node in ast.walk(tree):
        names = [getattr(target, "id", "") for target in node.targets] if isinstance(node, ast.Assign) else []
        if "_rights" in names or "_rec_names_search" in names or (declares and node in tree.body and names):
            spared.update(range(node.lineno, node.end_lineno + 1))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "depends":
            spared.update(range(node.lineno, node.end_lineno + 1))
    return spared


@tagged("post_install", "-at_install")
class TestArchitectureRights(LawsCase):
    """Rights are named in one place, and each law can be broken."""

    def test_every_head_model_has_four_rules(self):
        """Company and see, and for what people may write also never and turn; each names a right of its model."""
        for model in self.lasting:
            if not getattr(model, "_rights", None) or "company_id" not in model._fields:
                continue
            names = {name for name, rule in self.names("ir.rule").items() if rule.model_id.model == model._name}
            stem = model._name.replace(".", "_")
            wanted = {"company", "see"}
            rows = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
            if any(rows.mapped("perm_write")):
                wanted |= {"turn"} if model._name in WITHOUT_NEVER else {"never", "turn"}
            missing = {f"{stem}_rule_{who}" for who in wanted} - names
            self.assertFalse(missing, model._name)

    def test_rules_files_are_small_enough_to_be_read(self):
        for path, text in sources("security", suffix=".xml").items():
            self.assertLessEqual(text.count("\n"), RULES_LINES, path)

    def test_rules_name_rights(self):
        for name, rule in self.names("ir.rule").items():
            if name.endswith(("_see", "_turn")) or "_turn_" in name:
                self.assertRegex(rule.domain_force, rf"^perf\('{rule.model_id.model}', '\w+'\)$", name)

    # === LAW 9 === #

    def test_accounts_of_the_organisation_are_named_in_declarations_of_rights_only(self):
        files = sources("models", "wizard", "controllers", "report")
        for folder in ("views", "security", "wizard", "report", "data"):
            files |= sources(folder, suffix=".xml")
        self.assertNone(account_paths(files | sources("static/src", suffix=".js")))
        for line in (
            "('unit_id.manager_id.user_id', '=', uid)",
            "x.perf_leader_user_ids",
            "JOIN perf_department_x_rel",
        ):
            self.assertTrue(account_paths({"views/a.xml": line}), line)
        code = "class A:\n    _rights = {'b': 'employee_id.user_id'}\n    c = 'employee_id.user_id'\n"
        self.assertEqual(len(account_paths({"models/a.py": code})), 1)
