"""Find ports of 127.0.0.1, and wait for a server on one.

Usage: ports.py free            print a port on which nobody listens
       ports.py first LOW HIGH  print the lowest free port between these two, both included; exit code 1: all are taken
       ports.py wait PORT PID   wait until the server of this process answers; exit code 1: it ended, or keeps silent
"""

import http.client
import os
import socket
import sys
import time
import urllib.request

HOST = "127.0.0.1"
PATIENCE = 180  # seconds


def free():
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def is_free(port):
    """Tell whether a server could listen on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            return False
    return True


def first(low, high):
    """Return the lowest free port between these two, or None."""
    return next((port for port in range(low, high + 1) if is_free(port)), None)


def lives(pid):
    """Tell whether this process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def answers(port):
    """Tell whether Odoo's login page comes."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/web/login", timeout=30):
            return True
    except (OSError, http.client.HTTPException):
        return False


def wait(port, pid, patience=PATIENCE):
    """Wait until the server answers; tell whether it did."""
    deadline = time.monotonic() + patience
    while lives(pid) and time.monotonic() < deadline:
        if answers(port):
            return True
        time.sleep(0.1)
    return False


def main(what, *numbers):
    """Answer in the form that the shell reads."""
    if what == "wait":
        return int(not wait(*map(int, numbers)))
    port = free() if what == "free" else first(*map(int, numbers))
    if port is not None:
        print(port)
    return int(port is None)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
