"""A slip in the hand, a phone in a real browser: scan, vote, used again; and what the page says where it fails."""

import itertools
import re
import subprocess

import county
import harness
import pytest
import zxingcpp
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from test_ballot import RATED, Voter

SLIPS = 44  # on one page
POINTS = 150  # to the inch, of a picture
MILLIMETRE = POINTS / 25.4


@pytest.fixture(scope="module")
def voter(make_db, server):
    """A voter before a server in one process."""
    database = make_db()
    facts = county.make(database, RATED)
    return Voter(server(database, workers=0), facts)


class Phone:
    """A phone on which a ballot is open."""

    def __init__(self, driver, running):
        self.driver, self.running = driver, running

    def open(self, code=""):
        """Open the page, as a scanned slip does."""
        self.driver.get("about:blank")
        self.driver.get(f"{self.running.url}/perf/ballot{'#' if code else ''}{code}")

    def see(self, css):
        """Wait for something that can be seen, and return all of it."""
        return WebDriverWait(self.driver, 20).until(
            lambda driver: [found for found in driver.find_elements(By.CSS_SELECTOR, css) if found.is_displayed()]
        )

    def click(self, element):
        """Bring something to the middle of the screen, and press it."""
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def text(self, css):
        """Return the words of the first of it."""
        return self.see(css)[0].text

    def press(self, *rows):
        """Press the first choice of questions, by their places."""
        shown = self.see(".question:not(.same)")
        for row in rows or range(len(shown)):
            self.click(shown[row].find_element(By.CSS_SELECTOR, ".choice"))

    def ticked(self):
        """Return how many questions are answered."""
        return len(self.driver.find_elements(By.CSS_SELECTOR, ".question:not(.same) input:checked"))

    def send(self):
        """Press the button that sends."""
        self.see("#send")[0].click()

    def line(self, whole):
        """Cut the line, or mend it."""
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": not whole, **speed})


@pytest.fixture
def phone(voter, browser):
    """A phone that speaks Chinese."""
    found = Phone(browser(width=390, height=844), voter.running)
    yield found
    found.line(whole=True)
    errors = [one for one in harness.console_errors(found.driver) if "net::ERR_" not in one["message"]]
    assert not errors


def make_slips(voter, number):
    """Make codes as the office does in the browser, and return the file."""
    office = voter.running.rpc("office", county.password("office"))
    voter.running.rpc().call("ir.config_parameter", "set_param", "web.base.url", voter.running.url)
    wizard = office.call("perf.rating.code", "create", [{"group_id": voter.facts["group"]}])
    lines = office.call("perf.rating.code", "read", wizard, ["line_ids"])[0]["line_ids"]
    office.call("perf.rating.code.line", "write", lines, {"number": number})
    action = office.call("perf.rating.code", "action_make_slips", wizard)
    token = re.search(r'csrf_token: "([^"]+)"', office.get("/odoo").text).group(1)
    answer = office.post("/perf/ballot/codes", data={**action["params"], "csrf_token": token})
    answer.raise_for_status()
    return answer.content


def pictures(content, folder, points=POINTS):
    """Return the pages of a file as pictures."""
    (folder / "slips.pdf").write_bytes(content)
    subprocess.run(["pdftoppm", "-r", str(points), "-png", folder / "slips.pdf", folder / "page"], check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.png"))]


def grid(places):
    """Return the places at which the codes of a page begin: the mean of those that are close to each other."""
    rows = [[]]
    for place in sorted(places):
        if rows[-1] and place - rows[-1][-1] > 3 * MILLIMETRE:
            rows.append([])
        rows[-1].append(place)
    return [sum(row) / len(row) for row in rows]


def test_slips_are_scanned_and_cut(voter, tmp_path):
    pages = pictures(make_slips(voter, SLIPS + 1), tmp_path)
    assert len(pages) == 2
    found = [code for page in pages for code in zxingcpp.read_barcodes(page.convert("L"))]
    assert len({code.text for code in found}) == SLIPS + 1
    page = re.escape(f"{voter.running.url}/perf/ballot#")
    assert all(re.fullmatch(page + r"[2-9A-HJ-NP-Z]{13}", code.text) for code in found)
    assert voter.ask(found[0].text.partition("#")[2])["title"]
    first = zxingcpp.read_barcodes(pages[0].convert("L"))
    for axis, size, count in (("x", pages[0].width, 4), ("y", pages[0].height, 11)):
        places = grid(getattr(code.position.top_left, axis) for code in first)
        steps = [after - before for before, after in itertools.pairwise(places)]
        assert len(places) == count
        assert max(steps) - min(steps) < MILLIMETRE, "all slips have the same size"
        assert max(steps) * count < size


def test_office_makes_slips_in_the_web_client(voter, browser, tmp_path):
    driver = browser(downloads=tmp_path)
    screen = Phone(driver, voter.running)
    harness.browser_login(driver, voter.running, "office", county.password("office"))
    driver.get(f"{voter.running.url}/odoo/action-perf_appraisal.perf_rating_action/{voter.facts['rating']}")
    (delegates, _staff) = screen.see(".o_field_widget[name='group_ids'] .o_data_row button .fa-qrcode")
    delegates.click()
    number = screen.see(".modal .o_data_row [name='number']")[0]
    number.click()
    number = screen.see(".modal .o_data_row [name='number'] input")[0]
    number.clear()
    number.send_keys("2")
    screen.see(".modal button[name='action_make_slips']")[0].click()
    asked = screen.see(".modal-footer .btn-primary:not([name])")[0]
    assert not list(tmp_path.iterdir()), "nothing is made before the question is answered"
    asked.click()
    (file,) = WebDriverWait(driver, 60).until(lambda _driver: list(tmp_path.glob("*.pdf")))
    WebDriverWait(driver, 20).until(lambda driver: not driver.find_elements(By.CSS_SELECTOR, ".modal"))
    (page,) = pictures(file.read_bytes(), tmp_path)
    assert len(zxingcpp.read_barcodes(page.convert("L"))) == 2
    assert not harness.console_errors(driver)


def test_office_says_on_a_phone_how_many_codes_it_needs(voter, browser, tmp_path):
    driver = browser(width=390, height=844, downloads=tmp_path)
    screen = Phone(driver, voter.running)
    harness.browser_login(driver, voter.running, "office", county.password("office"))
    driver.get(f"{voter.running.url}/odoo/action-perf_appraisal.perf_rating_action/{voter.facts['rating']}")
    screen.click(screen.see(".o_field_widget[name='group_ids'] .o_kanban_record button[type='action']")[0])
    (line,) = screen.see(".modal [name='line_ids'] .o_kanban_record:not(.o_kanban_ghost)")
    assert not driver.find_elements(By.CSS_SELECTOR, ".modal .o-kanban-button-new"), "no line is added"
    line.click()
    number = screen.see(".o_dialog:not(.o_inactive_modal) [name='number'] input")[0]
    number.clear()
    number.send_keys("3")
    screen.see(".o_dialog:not(.o_inactive_modal) .o_form_button_save")[0].click()
    WebDriverWait(driver, 20).until(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, ".modal")) == 1)
    screen.see(".modal button[name='action_make_slips']")[0].click()
    screen.see(".o_dialog:not(.o_inactive_modal) .modal-footer .btn-primary:not([name])")[0].click()
    (file,) = WebDriverWait(driver, 60).until(lambda _driver: list(tmp_path.glob("*.pdf")))
    (page,) = pictures(file.read_bytes(), tmp_path)
    assert len(zxingcpp.read_barcodes(page.convert("L"))) == 3
    assert not harness.console_errors(driver)


def test_slip_is_scanned_voted_and_used_again(voter, phone, tmp_path):
    (page,) = pictures(make_slips(voter, 1), tmp_path)
    (slip,) = zxingcpp.read_barcodes(page.convert("L"))
    phone.driver.get(slip.text)
    assert "0" in phone.text("#progress")
    assert phone.driver.execute_script("return document.documentElement.scrollWidth") <= 390
    assert all(choice.size["height"] >= 44 for choice in phone.see(".choice"))
    phone.press()
    phone.click(phone.see(".fold")[0])
    phone.see("textarea")[0].send_keys("窗口很好")
    phone.send()
    phone.see("#end")
    query = "SELECT content FROM perf_rating_pending WHERE content::text LIKE '%窗口很好%'"
    assert len(harness.sql(voter.running.database, query)) == 1
    ended = phone.text("#end-title")
    phone.driver.get("about:blank")
    phone.driver.get(slip.text)
    phone.see("#end")
    assert phone.text("#end-title") != ended


def test_code_is_typed_in(voter, phone):
    code = voter.facts["codes"].pop()
    phone.open()
    phone.see("#code")[0].send_keys("nothing")
    phone.see("#begin")[0].click()
    phone.see("#begin:enabled")
    assert phone.see("#enter-problem")
    phone.see("#code")[0].clear()
    phone.see("#code")[0].send_keys(f"{code[:5]}-{code[5:10]} {code[10:]}".lower())
    phone.see("#begin")[0].click()
    assert len(phone.see(".card h2")) == len(voter.facts["rated"])


def test_question_left_out_is_marked_and_shown(voter, phone):
    phone.open(voter.facts["codes"].pop())
    phone.press(0, 1)
    phone.send()
    marked = phone.see(".question.open")
    assert len(marked) == len(voter.ticks()) - 2
    top, height = phone.driver.execute_script(
        "return [arguments[0].getBoundingClientRect().top, window.innerHeight]", marked[0]
    )
    assert 0 <= top < height
    assert phone.ticked() == 2
    phone.press()
    phone.send()
    phone.see("#end")


def test_one_press_answers_everything_about_one(voter, phone):
    phone.open(voter.facts["codes"].pop())
    phone.click(phone.see(".same .choice")[0])
    assert phone.ticked() == len(voter.facts["dimensions"])


def test_ballot_about_one_unit_asks_for_a_remark_once(voter, phone):
    for code, shown in ((voter.facts["codes"].pop(), True), (voter.facts["staff"].pop(), False)):
        phone.open(code)
        assert phone.see(".card .fold")
        general = phone.driver.find_elements(By.CSS_SELECTOR, "#remark-all, #remark-all textarea")
        assert [found.is_displayed() for found in general] == ([True, True] if shown else [False])
    phone.press()
    phone.send()
    phone.see("#end")


def test_answer_of_a_firewall_is_no_thanks(voter, phone):
    """What stands between phone and server may answer with an object of its own."""
    code = voter.facts["codes"].pop()
    stub = "window.kept = window.kept || XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = "
    blocked = """function () {
        Object.defineProperty(this, "readyState", {value: 4});
        Object.defineProperty(this, "responseText", {value: '{"status": 403, "msg": "blocked"}'});
        this.onreadystatechange();
    }"""
    phone.open()
    phone.driver.execute_script(f"{stub}{blocked}")
    phone.see("#code")[0].send_keys(code)
    phone.see("#begin")[0].click()
    phone.see("#enter-problem .again")
    phone.driver.execute_script(f"{stub}window.kept")
    phone.see("#enter-problem .again")[0].click()
    phone.press()
    phone.driver.execute_script(f"{stub}{blocked}")
    phone.send()
    phone.see("#problem .again")
    assert phone.ticked() == len(voter.ticks())
    phone.driver.execute_script(f"{stub}window.kept")
    phone.see("#problem .again")[0].click()
    phone.see("#end")
    assert voter.ask(code)["problem"] == "used"


def test_line_that_is_cut_leaves_the_answers_on_the_page(voter, phone):
    code = voter.facts["codes"].pop()
    phone.open(code)
    phone.press()
    phone.line(whole=False)
    phone.send()
    phone.see("#problem .again")
    assert phone.ticked() == len(voter.ticks())
    assert "problem" not in voter.ask(code), "nothing was counted"
    phone.line(whole=True)
    phone.see("#problem .again")[0].click()
    phone.see("#end")
    assert voter.ask(code)["problem"] == "used"


def test_answer_that_is_lost_is_told_kindly(voter, phone):
    phone.open(voter.facts["codes"].pop())
    phone.press()
    # the ballot arrives, the answer does not
    phone.driver.execute_script(
        """
        var send = XMLHttpRequest.prototype.send, times = 0;
        XMLHttpRequest.prototype.send = function (body) {
            var call = this, told = call.onreadystatechange;
            times += 1;
            if (times === 1) {
                call.onreadystatechange = function () {
                    if (call.readyState === 4) { call.ontimeout(); }
                };
            }
            return send.call(call, body);
        };
        """
    )
    phone.send()
    phone.see("#problem .again")[0].click()
    phone.see("#end")
    thanks = phone.driver.execute_script("return document.querySelector('[data-word=thanks]').textContent")
    assert phone.text("#end-title") == thanks.strip()


def test_server_that_is_away_can_be_asked_again(voter, phone):
    code = voter.facts["codes"].pop()
    phone.open()
    phone.line(whole=False)
    phone.see("#code")[0].send_keys(code)
    phone.see("#begin")[0].click()
    again = phone.see("#enter-problem .again")[0]
    phone.line(whole=True)
    again.click()
    phone.see("#cards")


def test_rating_that_is_over_or_has_not_begun_says_so(voter, phone):
    titles = set()
    for name in ("early", "over"):
        phone.open(voter.facts[name])
        titles.add(phone.text("#end-title"))
    assert len(titles) == 2
