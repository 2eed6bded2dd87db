"""Take pictures of the main screens of a running demo, in a desktop's and a telephone's width.

Usage: screenshots.py URL DATABASE FOLDER [NAME…], with the demo's logins (password `demo`), which speak Chinese.
Fails when a page logs an error in the browser's console.
"""

import json
import shutil
import sys
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as is_there
from selenium.webdriver.support.ui import WebDriverWait

DESKTOP, PHONE = (1400, 900), (390, 844)
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
    "board-auditor": ("auditor", "appraisal-board", []),
    "sheets-hr": ("hr", "appraisal-sheets", []),
    "sheet": ("staff", "appraisal-work", [CARD.format("fill")]),
    "line": ("staff", "appraisal-work", [CARD.format("fill"), ".o_perf_claims, .o_field_x2many .o_kanban_record"]),
    "review-list": ("deputy", "appraisal-review", []),
    "review": ("deputy", "appraisal-review", [RECORD]),
    "confirm-list": ("office", "appraisal-confirm", []),
    "board": ("office", "appraisal-board", []),
    "period": ("office", "appraisal-periods", [RECORD]),
    "job": ("office", "appraisal-jobs", [RECORD]),
    "plan": ("office", "appraisal-plans", [RECORD]),
    "ledger": ("office", "appraisal-ledger", []),
    "changes": ("office", "appraisal-changes", []),
    "indicators": ("office", "appraisal-indicators", []),
}

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


def main(url, database, folder, *names):
    """Take all pictures, or the named ones."""
    folder, errors = Path(folder), []
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, size in (("", DESKTOP), ("-phone", PHONE)):
        driver, current = browser(size, bool(suffix)), None
        driver.get(f"{url}/web/login")
        for name, (login, page, presses) in SHOTS.items():
            if names and name not in names:
                continue
            if login != current and not driver.execute_async_script(AUTHENTICATE, database, login, "demo"):
                sys.exit(f"{login} cannot log in to {database}")
            current = login
            take(driver, url, page, presses)
            (folder / f"{name}{suffix}.png").write_bytes(driver.get_screenshot_as_png())
            log = driver.get_log("browser")
            errors += [(name + suffix, line["message"]) for line in log if line["level"] == "SEVERE"]
        driver.quit()
    print(json.dumps(errors, indent=1) if errors else f"pictures in {folder}")
    sys.exit(bool(errors))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
