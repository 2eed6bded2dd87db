"""Fixtures of the black-box tests: real databases, real servers, a real browser (see harness.py).

A server's log is checked after every test: a WARNING, ERROR or CRITICAL line that the test did not announce by
`server.expect(pattern, count)` fails it.
"""

import signal
from contextlib import ExitStack

import harness
import pytest

_servers = []
signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped from outside: stop servers, remove databases


@pytest.fixture(scope="session")
def make_db():
    """Give a function that makes a database: `make_db()`, `make_db(demo=True)`, `make_db(bare=True)`."""
    names = []

    def make(demo=False, bare=False):
        names.append(harness.new_database("demo" if demo else "bare" if bare else ""))
        return names[-1]

    yield make
    if names:
        harness.dev("dropdb", *names)


@pytest.fixture(scope="session")
def server(make_db):
    """Give a function that starts a server: `server(db, workers=2)`; see `harness.Server`."""

    def start(database, workers=2, **options):
        _servers.append(harness.Server(database, workers, **options))
        return _servers[-1]

    yield start
    while _servers:
        _servers.pop().stop()


@pytest.fixture(scope="session")
def demo_server(make_db, server):
    """A server (threads, for browsers) on a demo database, shared: tests that use it leave it as they found it."""
    return server(make_db(demo=True), workers=0)


@pytest.fixture
def browser():
    """Give a function that opens a browser: `browser(width=390)`; see `harness.chrome`."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(harness.chrome(**options))


@pytest.fixture(autouse=True)
def _clean_logs():
    """Fail a test that made a server log what it should not."""
    yield
    for running in _servers:
        running.check_log()
