"""A port is free when nobody listens, and a server is waited for as long as it lives."""

import http.server
import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager

import ports
import pytest


@pytest.fixture
def taken():
    """A port on which somebody listens, without ever answering."""
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@contextmanager
def answering(status):
    """Give the port of a server that answers everything with this status."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer((ports.HOST, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_free_port_is_free(capsys):
    assert ports.main("free") == 0
    assert ports.is_free(int(capsys.readouterr().out))


def test_taken_port_is_passed_over(taken, capsys):
    assert ports.main("first", str(taken), str(taken)) == 1
    assert capsys.readouterr().out == ""
    assert (ports.first(taken, taken + 50) or 0) > taken


def test_number_that_is_no_port_is_not_free():
    assert not ports.is_free(70000)


def test_server_that_answers_is_there():
    with answering(200) as port:
        assert ports.main("wait", str(port), str(os.getpid())) == 0


def test_server_that_only_fails_is_not_there():
    with answering(500) as port:
        assert not ports.wait(port, os.getpid(), patience=0.3)


def test_server_that_ended_is_not_waited_for():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert ports.main("wait", str(ports.free()), str(gone.pid)) == 1
