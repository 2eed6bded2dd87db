"""Run a full test run in pieces, a few at a time: as long as there is work, no core is idle.

Usage: pieces.py DEV FOLDER FAST

Each piece is a process (`DEV test --piece RESULTS FAST NAME TARGET`) with databases, ports and logs of its own; what it
prints comes out with its name in front. One that came to its end has left in FOLDER what it counted, for `tally.py`,
which closes the run and says how it ended.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import select_tests
import tally

ROOT = Path(__file__).resolve().parents[1]

#: What comes first: templates are made beside what needs others of them, and the longest pieces do not come last.
FIRST = ("inside", "test_lifecycle", "test_demo", "browser_robots", "browser", "inside_conduct", "test_batch_kill")


class Piece(NamedTuple):
    """A part of a full run: its name, and for tests from outside the path of them."""

    name: str
    target: str = ""

    @property
    def results(self):
        """The name of the file with what it counted."""
        return f"piece-{self.name}.counts"


def pieces(root=ROOT):
    """Return all pieces of a full run, in the order in which they begin."""
    names = [*select_tests.INSIDE, "standard"]
    files = sorted((root / "tests").glob("test_*.py"))
    found = [Piece(name) for name in names] + [Piece(path.stem, f"tests/{path.name}") for path in files]
    found.append(Piece("unit", "tests/unit"))
    order = {name: place for place, name in enumerate(FIRST)}
    return sorted(found, key=lambda piece: order.get(piece.name, len(order)))


class Run:
    """Some workers that take piece after piece.

    :param command: what runs a piece, before its own arguments
    :param Path folder: where results are left
    """

    def __init__(self, command, folder, fast="0", out=None):
        self.command, self.folder, self.fast = command, folder, fast
        self.out = out or sys.stdout
        self._processes = set()
        self._lock = threading.Lock()
        self._stopped = False

    def work(self, waiting, workers):
        """Run pieces until none is left; return when the last one has ended."""
        waiting = iter(waiting)
        threads = [threading.Thread(target=self._take, args=[waiting], daemon=True) for _worker in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def stop(self):
        """Stop all that runs, each piece with its own processes, and let no further one begin."""
        with self._lock:
            self._stopped = True
            for process in self._processes:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
        for process in list(self._processes):
            process.wait()

    def _take(self, waiting):
        while piece := next(waiting, None):
            self._run(piece)

    def _run(self, piece):
        results, start = self.folder / piece.results, time.monotonic()
        fresh = results.with_suffix(".new")
        for path in (results, fresh):
            path.unlink(missing_ok=True)
        command = [*self.command, fresh, self.fast, piece.name, *filter(None, [piece.target])]
        with self._lock:
            if self._stopped:
                return
            process = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            self._processes.add(process)
        with process:
            for line in process.stdout:
                self._say(piece, line.rstrip("\n"))
        with self._lock:
            self._processes.discard(process)
        if not process.returncode and fresh.exists():
            fresh.rename(results)
        ending = "broke off" if process.returncode else "ended"
        self._say(piece, f"{ending} after {time.monotonic() - start:.0f} s")

    def _say(self, piece, line):
        with self._lock:
            print(f"[{piece.name}] {line}", file=self.out, flush=True)


def main(dev, folder, fast):
    """Run everything, close the run; return the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder, start, found = Path(folder), time.monotonic(), pieces()
    for left in folder.glob("piece-*"):
        left.unlink()
    run = Run([dev, "test", "--piece"], folder, fast)
    try:
        run.work(found, workers=len(os.sched_getaffinity(0)) + 1)
    except KeyboardInterrupt:
        run.stop()
        return 130
    seconds = str(round(time.monotonic() - start))
    return tally.main(["close", "--full", seconds, *(str(folder / piece.results) for piece in found)])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
