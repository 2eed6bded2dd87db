"""Take pictures of the main screens of a running demo, in a desktop's and a telephone's width.

Usage: screenshots.py URL DATABASE FOLDER [NAME…]   all pictures, or the named ones
       screenshots.py --docs URL DATABASE [NAME…]   those of the handbook, into docs/images

It uses the demo's logins (password `demo`), which speak Chinese. Fails when a page logs an error in the browser's
console.
"""

import io
import json
import shutil
import sys
import time
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as is_there
from selenium.webdriver.support.ui import WebDriverWait

DESKTOP, PHONE, PAGE = (1400, 900), (390, 844), (1200, 780)
ROOT = Path(__file__).resolve().parent.parent
CARD = ".o_perf_work_card[data-kind='{}'] .o_perf_work_button"
RECORD = ".o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)"

#: name → (login, page, what to press one after the other)
SHOTS = {
    "work-staff": ("staff", "appraisal-work", []),
    "work-deputy": ("deputy", "appraisal-work", []),
    "work-office": ("office", "appraisal-work", []),
    "work-head": ("head", "appraisal-work", []),
    "work-county-head": ("county.head", "appraisal-work", []),
    "work-coordinator": ("coordinator", "appraisal-work", []),
    "team-list": ("coordinator", "appraisal-team", []),
    "behalf": ("coordinator", "appraisal-team", [RECORD]),
    "review-above": ("county.head", "appraisal-work", [CARD.format("review_above")]),
    "sign": ("head", "appraisal-work", [CARD.format("sign")]),
    "confirm": ("office", "appraisal-confirm", [RECORD]),
    "mine": ("staff", "my-appraisal-sheets", []),
    "board-quarters": ("office", "appraisal-board", [".o_control_panel .btn-group button:nth-child(2)"]),
    "board-auditor": ("auditor", "appraisal-board", []),
    "sheets-hr": ("hr", "appraisal-sheets", []),
    "sheet": ("staff", "appraisal-work", [CARD.format("fill")]),
    "line": ("staff", "appraisal-work", [CARD.format("fill"), ".o_perf_claims, .o_field_x2many .o_kanban_record"]),
    "review-list": ("deputy", "appraisal-review", []),
    "review": ("deputy", "appraisal-review", [RECORD]),
    "confirm-list": ("office", "appraisal-confirm", []),
    "board": ("office", "appraisal-board", []),
    "board-tracking": ("office", "appraisal-board", [".o_perf_board_tracking"]),
    "cycle": ("office", "appraisal-cycles", [RECORD]),
    "extension": ("office", "appraisal-extensions", [RECORD]),
    "return-reason": ("office", "appraisal-confirm", [RECORD, "button[name='action_ask_reason']"]),
    "period": ("office", "appraisal-periods", [RECORD]),
    "job": ("office", "appraisal-jobs", [RECORD]),
    "plan": ("office", "appraisal-plans", [RECORD]),
    "ledger": ("office", "appraisal-ledger", []),
    "changes": ("office", "appraisal-changes", []),
    "indicators": ("office", "appraisal-indicators", []),
    "log": ("staff", "appraisal-my-log", []),
    "targets": ("staff", "appraisal-targets", []),
    "year": ("t01.staff2", "my-appraisal-sheets", [".o_kanban_record:nth-child(2)"]),
    "grid": ("coordinator", "appraisal-grid", []),
    "unit-sheet": ("coordinator", "appraisal-unit", [RECORD]),
    "summary-list": ("coordinator", "appraisal-summaries", []),
    "summary": ("coordinator", "appraisal-summaries", [RECORD]),
    "unit-logs": ("coordinator", "appraisal-logs", []),
    "grid-review": ("deputy", "appraisal-grid-review", []),
    "standins": ("deputy", "appraisal-standins", []),
    "work-lead": ("lead", "appraisal-work", []),
    "grid-lead": ("lead", "appraisal-grid-lead", []),
    "lead-lines": ("lead", "appraisal-lead", []),
    "tracking": ("office", "appraisal-tracking", []),
    "superior": ("office", "appraisal-superior", []),
    "superior-progress": ("office", "appraisal-superior-progress", []),
    "extensions": ("office", "appraisal-extensions", []),
    "summaries-office": ("office", "appraisal-summaries-office", []),
    "inspections": ("office", "appraisal-inspections", []),
    "coverage": ("office", "appraisal-coverage", []),
    "draw": ("office", "appraisal-draws", [RECORD]),
    "findings": ("office", "appraisal-findings", []),
    "spot-mine": ("d01.staff1", "appraisal-my-inspections", []),
    "spot": ("d01.staff1", "appraisal-my-inspections", [RECORD]),
    "spot-roll": ("d01.staff1", "appraisal-my-inspections", [RECORD, ".nav-link[name='roll']"]),
    "findings-unit": ("head", "appraisal-findings-unit", []),
    "register": ("office", "appraisal-register", []),
    "register-many": (
        "d08.head",
        "appraisal-register-many",
        [
            ".o_field_widget[name='rule_id'] input",
            ".o-autocomplete--dropdown-item:nth-child(2) a",
            ".o_field_widget[name='category_id'] input",
            ".o-autocomplete--dropdown-item:nth-child(1) a",
            "button[name='action_add_category']",
        ],
    ),
    "register-unit": ("head", "appraisal-register-unit", []),
    "rating-results": ("office", "appraisal-rating-board", [".o_perf_rating_row .btn-link"]),
    "rating-results-unit": ("head", "appraisal-rating-board-unit", [".o_perf_rating_row .btn-link"]),
    "rating-comments": ("office", "appraisal-rating-comments", []),
    "results": ("office", "appraisal-results", []),
    "results-unit": ("head", "appraisal-unit-results", []),
    "result": ("staff", "appraisal-my-results", [RECORD]),
    "calibrations": ("office", "appraisal-calibration", []),
    "calibration": ("office", "appraisal-calibration", [RECORD]),
    "calibration-board": (
        "office",
        "appraisal-calibration-board",
        [".o_perf_calibration_groups option:nth-child(2)"],  # the first are heads of units
    ),
    "notices": ("staff", "appraisal-notices", []),
    "notice": ("staff", "appraisal-notices", [".o_data_row:nth-child(3) .o_data_cell, .o_kanban_record:nth-child(3)"]),
    "appeals": ("office3", "appraisal-appeals", []),
    "appeal": ("office3", "appraisal-appeals", [RECORD]),
    "appeals-mine": ("coordinator", "appraisal-my-appeals", []),
    "later-changes": ("auditor", "appraisal-later-changes", []),
    "sanctions": ("hr", "appraisal-sanctions", []),
    "work-office3": ("office3", "appraisal-work", []),
}

#: Pictures of the handbook, taken in the width of a page, and those taken on a telephone.
DOCS = (
    "work-staff",
    "sheet",
    "log",
    "year",
    "targets",
    "work-coordinator",
    "grid",
    "unit-sheet",
    "summary-list",
    "summary",
    "team-list",
    "work-deputy",
    "review-list",
    "review",
    "grid-review",
    "standins",
    "sign",
    "work-lead",
    "grid-lead",
    "lead-lines",
    "board",
    "superior-progress",
    "work-office",
    "period",
    "cycle",
    "board-tracking",
    "extension",
    "confirm-list",
    "return-reason",
    "summaries-office",
    "register",
    "register-many",
    "rating-results",
    "rating-results-unit",
    "rating-comments",
    "result",
    "calibration-board",
    "notice",
    "appeals",
)
DOCS_PHONE = ("work-staff", "sheet", "log", "result", "notice")

AUTHENTICATE = """
const [db, login, password, done] = arguments;
fetch("/web/session/authenticate", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({jsonrpc: "2.0", params: {db, login, password}}),
}).then((answer) => answer.json()).then((answer) => done(Boolean(answer.result && answer.result.uid)));
"""


def browser(size, phone):
    """Return a headless browser of this size."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--window-size={},{}".format(*size)):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if phone:
        metrics = {"width": size[0], "height": size[1], "pixelRatio": 2, "touch": True, "mobile": True}
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    if not phone:  # the window's frame does not count
        height = size[1] + driver.execute_script("return window.outerHeight - window.innerHeight")
        driver.set_window_size(size[0], height)
    return driver


def take(driver, url, page, presses):
    """Open a page, press what is to be pressed, and wait until nothing moves."""
    driver.get(f"{url}/odoo/{page}")
    wait = WebDriverWait(driver, 30)
    wait.until(is_there.presence_of_element_located((By.CSS_SELECTOR, ".o_action_manager .o_content")))
    for press in presses:
        time.sleep(1)
        wait.until(is_there.element_to_be_clickable((By.CSS_SELECTOR, press))).click()
    time.sleep(1.5)


def small(picture):
    """Return a PNG with a palette: a third of the size, and no difference to the eye."""
    result = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(160).save(result, "PNG", optimize=True)
    return result.getvalue()


def main(url, database, folder, *names):
    """Take all pictures, or the named ones."""
    chosen = names or tuple(SHOTS)
    shoot(url, database, Path(folder), ((DESKTOP, chosen), (PHONE, chosen)))


def main_docs(url, database, *names):
    """Take the pictures of the handbook, or the named ones of them."""
    wide, phone = ([name for name in those if not names or name in names] for those in (DOCS, DOCS_PHONE))
    shoot(url, database, ROOT / "docs" / "images", ((PAGE, wide), (PHONE, phone)))


def shoot(url, database, folder, rounds):
    """Take the named pictures of each round: a size and names."""
    errors = []
    folder.mkdir(parents=True, exist_ok=True)
    for size, names in rounds:
        suffix = "-phone" if size == PHONE else ""
        driver, current = browser(size, bool(suffix)), None
        driver.get(f"{url}/web/login")
        for name, (login, page, presses) in SHOTS.items():
            if name not in names:
                continue
            if login != current and not driver.execute_async_script(AUTHENTICATE, database, login, "demo"):
                sys.exit(f"{login} cannot log in to {database}")
            current = login
            take(driver, url, page, presses)
            (folder / f"{name}{suffix}.png").write_bytes(small(driver.get_screenshot_as_png()))
            log = driver.get_log("browser")
            errors += [(name + suffix, line["message"]) for line in log if line["level"] == "SEVERE"]
        driver.quit()
    print(json.dumps(errors, indent=1) if errors else f"pictures in {folder}")
    sys.exit(bool(errors))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    if sys.argv[1] == "--docs":
        main_docs(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
