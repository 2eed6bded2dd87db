"""A full run is cut into pieces that hold every test, and what becomes of each piece is known."""

import io
import os
import signal
import sys
import threading
import time

import pieces
import pytest

#: A piece: says its target, counts, and ends as its name wants it.
PIECE = """
import sys, time
results, fast, name, *target = sys.argv[1:]
print(fast, *target, flush=True)
open(results, "w").write("counted")
if name == "hangs":
    time.sleep(60)
sys.exit(name == "breaks")
"""


@pytest.fixture
def run(tmp_path):
    """A run of pieces in `tmp_path`; what it prints is in `run.out`."""
    return pieces.Run([sys.executable, "-c", PIECE], tmp_path, "1", io.StringIO())


def test_every_file_of_tests_is_in_one_piece():
    targets = [piece.target for piece in pieces.pieces() if piece.target]
    for path in (pieces.ROOT / "tests").rglob("test_*.py"):
        name = str(path.relative_to(pieces.ROOT))
        assert sum(name == target or name.startswith(f"{target}/") for target in targets) == 1, name


def test_pieces_have_names_of_their_own_and_what_comes_first_is_there():
    names = [piece.name for piece in pieces.pieces()]
    assert len(names) == len(set(names))
    assert names[: len(pieces.FIRST)] == list(pieces.FIRST)


def test_what_pieces_count_is_left_and_what_they_print_has_their_name(run, tmp_path):
    run.work([pieces.Piece("one", "tests/test_one.py"), pieces.Piece("two")], workers=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["piece-one.counts", "piece-two.counts"]
    lines = run.out.getvalue().splitlines()
    assert {"[one] 1 tests/test_one.py", "[two] 1", "[one] ended after 0 s", "[two] ended after 0 s"} == set(lines)


def test_piece_that_breaks_off_leaves_nothing_and_others_go_on(run, tmp_path):
    (tmp_path / "piece-breaks.counts").write_text("of the run before")
    run.work([pieces.Piece("breaks"), pieces.Piece("next")], workers=1)
    assert not (tmp_path / "piece-breaks.counts").exists()
    assert (tmp_path / "piece-next.counts").read_text() == "counted"
    assert "[breaks] broke off after 0 s" in run.out.getvalue()


def test_stopped_run_ends_at_once_and_begins_nothing(run, tmp_path):
    waiting = [pieces.Piece("hangs"), pieces.Piece("next")]
    thread = threading.Thread(target=run.work, args=(waiting, 1))
    thread.start()
    while "[hangs] 1" not in run.out.getvalue():
        time.sleep(0.01)
    run.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert [path.name for path in tmp_path.glob("*.counts")] == []
    assert "next" not in run.out.getvalue()


def test_interrupted_run_says_so_by_its_code(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces.Run, "work", lambda *_args, **_options: os.kill(os.getpid(), signal.SIGINT))
    before = signal.getsignal(signal.SIGTERM)
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it
    try:
        assert pieces.main("dev", tmp_path, "0") == 130
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGINT, heard)
