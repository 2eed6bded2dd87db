"""An inspector's phone in a real browser: what he has not saved is his own, whoever else uses the phone."""

import county
import harness
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from test_finding_race import FOUND

TEXT = "窗口无人值守"
FACTS = ".modal .o_field_widget[name='facts'] textarea"
NEW = ".o_field_widget[name='finding_ids'] .o-kanban-button-new"


@pytest.fixture(scope="module")
def world(make_db, server):
    """The server, and the id of an inspection that is under way."""
    database = make_db()
    facts = county.make(database, FOUND)
    return server(database, workers=0), facts["ongoing"]


class Phone:
    """A phone on which people log in one after the other."""

    def __init__(self, driver, running, inspection):
        self.driver, self.running, self.inspection = driver, running, inspection

    def see(self, css):
        """Wait for something that can be pressed, and return it."""
        shown = WebDriverWait(self.driver, 20).until(
            lambda driver: [found for found in driver.find_elements(By.CSS_SELECTOR, css) if found.is_displayed()]
        )
        return shown[0]

    def begin_finding(self, login):
        """Let somebody log in and begin a finding; return what stands in it."""
        harness.browser_login(self.driver, self.running, login, county.password(login))
        self.driver.get("about:blank")
        self.driver.get(f"{self.running.url}/odoo/appraisal-inspections/{self.inspection}")
        self.see(".nav-link[name='findings']").click()
        self.see(NEW).click()
        return self.see(FACTS).get_attribute("value")

    def line(self, whole):
        """Cut the line, or mend it."""
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": not whole, **speed})

    def type_and_leave(self, text):
        """Type something and leave the page without a line: with one it may still be saved in leaving."""
        self.line(whole=False)
        self.see(FACTS).send_keys(text)
        self.driver.get("about:blank")
        self.line(whole=True)

    def kept(self):
        """Return how many texts the phone keeps."""
        return self.driver.execute_script(
            "return Object.keys(localStorage).filter((key) => key.startsWith('perf_appraisal/kept/')).length"
        )

    def log_out(self):
        """Log out by the user's menu."""
        self.driver.get(f"{self.running.url}/odoo/appraisal-inspections/{self.inspection}")
        self.see(".o_mobile_menu_toggle").click()
        self.see(".o_user_menu_mobile a[href*='logout']").click()
        WebDriverWait(self.driver, 20).until(lambda driver: "/web/login" in driver.current_url)


def test_what_one_has_not_saved_is_neither_seen_nor_lost_by_another(world, browser):
    running, inspection = world
    phone = Phone(browser(width=390, height=844), running, inspection)
    assert phone.begin_finding("inspector") == ""
    phone.type_and_leave(TEXT)
    assert phone.begin_finding("inspector2") == "", "a second one sees nothing of it"
    phone.type_and_leave("Dust")
    assert phone.begin_finding("inspector") == TEXT, "the first one has it back"
    assert phone.kept() == 2
    phone.log_out()
    assert phone.kept() == 1, "what was his is gone, what is the other's stays"
    assert phone.begin_finding("inspector") == ""
    assert phone.begin_finding("inspector2") == "Dust"
