"""What black-box tests, benchmarks and screenshot scripts need: databases, running servers, clients, a browser.

Everything goes through `./dev`, as a person would do it. Nothing here imports Odoo.
"""

import itertools
import os
import re
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT / "dev"
LOG = Path(os.environ.get("PERF_DEV_DIR") or ROOT / ".dev") / "log"
ALARM = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ")
_numbers = itertools.count(1)


class RPCError(Exception):
    """What the server answered instead of a result.

    `name` is the exception class (for instance `odoo.exceptions.AccessError`), `message` what the user reads.
    """

    def __init__(self, error):
        data = error.get("data") or {}
        self.name = data.get("name", "")
        self.message = data.get("message") or error.get("message", "")
        super().__init__(f"{self.name}: {self.message}")


def dev(*args, **options):
    """Run `./dev ARGS…` like :func:`run`."""
    return run(DEV, *args, **options)


def run(*command, check=True, timeout=1500, stderr=subprocess.STDOUT, **options):
    """Run a command, return the completed process with its output as text.

    :param stderr: where its messages and Odoo's log go; together with the output by default
    :raise AssertionError: when it fails and `check` is true, with the output as message
    """
    done = subprocess.run(
        list(map(str, command)),
        stdin=None if "input" in options else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        timeout=timeout,
        check=False,
        **options,
    )
    output = f"{done.stdout}{done.stderr or ''}"
    assert not check or done.returncode == 0, f"{' '.join(map(str, command))} failed:\n{output}"
    return done


def sql(database, query):
    """Run one SQL query in a database, return its rows as lists of text."""
    options = ("-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1")
    psql = ("psql",) if "PERF_DEV" in os.environ else (DEV, "psql")  # below `./dev` all is set up
    done = run(*psql, database, *options, "-c", query, stderr=subprocess.PIPE)
    return [line.split("\t") for line in done.stdout.splitlines()]


def shell(database, code):
    """Run Python code in `odoo shell` on a database, committing at the end; return what it printed."""
    script = f"{code}\nenv.cr.commit()\nprint('shell' + ' finished')\n"
    done = dev("shell", database, "--log-level=warn", input=script, stderr=subprocess.PIPE)
    assert "shell finished" in done.stdout, done.stdout + done.stderr
    return "\n".join(line for line in done.stdout.splitlines() if line != "shell finished")


def new_database(kind=""):
    """Make a database from a cached template and return its name.

    :param str kind: "" with the module, "demo" with the demo county, "bare" without the module
    """
    name = f"perf_out{next(_numbers)}_{os.getpid()}"
    dev("newdb", name, *([f"--{kind}"] if kind else []))
    return name


def free_port():
    """Return a port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def alarms(text):
    """Return the WARNING, ERROR and CRITICAL lines of a log."""
    return [line for line in text.splitlines() if ALARM.match(line)]


class Client:
    """One logged-in user, speaking as the web client does (JSON-RPC over a session)."""

    def __init__(self, url, database, login, password):
        self.url = url
        self.session = requests.Session()
        answer = self.json("/web/session/authenticate", db=database, login=login, password=password)
        self.uid = answer["uid"]
        self.info = answer

    def json(self, route, **params):
        """Call a JSON route, return its result.

        :raise RPCError: when the server refuses
        """
        payload = {"jsonrpc": "2.0", "method": "call", "params": params}
        response = self.session.post(self.url + route, json=payload, timeout=300)
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            raise RPCError(answer["error"])
        return answer.get("result")

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model: `call("res.partner", "read", [7], ["name"])`."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self.json(f"/web/dataset/call_kw/{model}/{method}", **params)

    def get(self, path, **options):
        """GET a path with the session's cookie, return the response whatever its status."""
        return self.session.get(self.url + path, timeout=300, **options)

    def post(self, path, **options):
        """POST to a path with the session's cookie, return the response whatever its status."""
        return self.session.post(self.url + path, timeout=300, **options)


class Server:
    """A real Odoo server on one database, in a process group of its own.

    :param str database: its database
    :param int workers: worker processes; 0 is one process with threads, which is what a browser needs: worker
        processes serve live updates on another port, behind a proxy that is not here
    :param int cron: how many cron threads or workers it runs; 0 for none
    :param options: further command line options of Odoo
    """

    def __init__(self, database, workers=2, cron=0, options=(), env=None):
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = LOG / f"server-{database}-{self.port}.log"
        self.command = [
            str(DEV),
            "odoo",
            f"--database={database}",
            f"--db-filter=^{database}$",
            f"--http-port={self.port}",
            f"--gevent-port={free_port()}",
            f"--workers={workers}",
            f"--max-cron-threads={cron}",
            "--limit-time-real=600",
            *options,
        ]
        self.env = {**os.environ, **(env or {})}
        self.process = None
        self._expected = []
        self._read = 0
        self.start()

    def start(self, timeout=120):
        """Start it and wait until it answers.

        :param int timeout: seconds to wait
        """
        LOG.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, env=self.env
            )
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            self._rest_live_updates()
            try:
                # no page: each database would first make the style sheets of its login
                if requests.get(f"{self.url}/web/health", timeout=30).status_code == 200:
                    self._rest_live_updates()
                    return self
            except requests.ConnectionError:
                time.sleep(0.1)
        self.kill9()
        raise AssertionError(f"the server did not start:\n{self.log()[-3000:]}")

    def _rest_live_updates(self):
        """Let the process of live updates stand still, if any: nobody asks it, and it would load all of Odoo again."""
        with suppress(OSError):  # processes come and go
            for child in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
                if b"\0gevent\0" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(int(child), signal.SIGSTOP)

    def log(self):
        """Return all it has logged so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def rpc(self, login="admin", password="admin"):
        """Return a client logged in as this user."""
        return Client(self.url, self.database, login, password)

    def _signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return
        self.process.wait(timeout=60)

    def kill9(self):
        """Kill the whole process group at once, as a power cut would."""
        self._signal(signal.SIGKILL)
        while True:  # workers are no children of ours: wait until the last has let go of the port
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.05)

    def stop(self):
        """Stop it in order; after 20 seconds kill it."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=20)
        self.kill9()

    def expect(self, pattern, count=1):
        """Announce log lines that this test is about to provoke; they must come exactly `count` times."""
        self._expected.append((re.compile(pattern), count))

    def check_log(self):
        """Check that since the last check only expected WARNING, ERROR and CRITICAL lines came.

        :raise AssertionError: naming the lines
        """
        lines = alarms(self.log())
        fresh, self._read = lines[self._read :], len(lines)
        expected, self._expected = self._expected, []
        for pattern, count in expected:
            hits = [line for line in fresh if pattern.search(line)]
            assert len(hits) == count, f"{pattern.pattern!r} was logged {len(hits)} times, not {count}"
            fresh = [line for line in fresh if line not in hits]
        assert not fresh, "unexpected log lines:\n" + "\n".join(fresh)


@contextmanager
def chrome(width=1400, height=900, language="zh-CN", downloads=None):
    """Give a real headless browser (selenium driver), closed at the end.

    :param int width: window width in CSS pixels; below 500 it is a phone
    :param str language: what the browser asks pages for
    :param Path downloads: folder for downloads
    """
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        f"--lang={language}",
        f"--window-size={width},{height}",
    ):
        options.add_argument(argument)
    preferences = {"intl.accept_languages": language}
    if downloads:
        preferences["download.default_directory"] = str(downloads)
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        yield driver
    finally:
        driver.quit()


def browser_login(driver, server, login, password):
    """Log a browser in by handing it a session; open nothing yet."""
    cookie = server.rpc(login, password).session.cookies["session_id"]
    driver.execute_cdp_cmd("Network.setCookie", {"name": "session_id", "value": cookie, "url": server.url})


def console_errors(driver):
    """Return what the page has complained about since the last call."""
    return [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
