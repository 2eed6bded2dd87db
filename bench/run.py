"""Benchmarks of the long work and of the most frequent click, each beside its floor in the same run.

    ./dev bench                         everything, about five minutes
    ./dev bench opening --people 1000   only the opening of a month, with 1000 people
    ./dev bench submit --repeat 120     only handing in a sheet, 120 times each way
    ./dev bench --json figures.json     the figures for machines, too

Ends with 1 when a limit is broken.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

import harness  # noqa: E402

BENCHES = ["opening", "submit", "flow", "grid", "summary", "register", "survey", "files", "printing", "integrity"]
BENCHES += ["ballots", "results", "lists"]
OPENING_RATIO = (2.5, 1.5)  # limit, aim
SUBMIT_RATIO = (1.8, 1.4)
SUMMARY_RATIO = 3.0
REGISTER_RATIO = 2.5
PRINT_RATIO = 1.5
INTEGRITY_RATIO = 3.0
INTEGRITY_QUERIES = 25
BALLOT_SHARE = 0.7  # of what a bare controller takes in the same time
CLOSING_RATIO = 3.0
RESULT_RATIO = 2.0
LIST_RATIO = 2.0
LIST_SECONDS = 0.1  # what comes sooner is there at once
RESULT_GROWTH = 12.0  # how much longer ten times as many may take
WAIT = 2.0  # seconds that somebody else waits for an answer meanwhile
SURVEY_RATIO = (2.0, 3.0)
MEMORY = 60.0  # megabytes
FILE_SECONDS, FILE_MEMORY = 2.0, 200.0  # for one damaged or oversized file
FILES_AT_ONCE = 500  # in one process
GRID_QUERIES = 60  # of one save; on top of it one for every 100 rows of each table
QUERIES = 120  # whatever the number of people; on top of it one for every 100 rows

PRELUDE = f"""
import json, sys
sys.path[:0] = [{str(HERE)!r}, {str(HERE.parent / "tests")!r}]
import ballots, county, files, flow, grid, integrity, lists, opening
import printing, register, results, submit, summary, survey
def tell(result):
    print("RESULT " + json.dumps(result))
"""


class Report:
    """Collect the rows of a table and whether each holds its limit."""

    def __init__(self):
        self.rows = []
        self.figures = {}

    def add(self, what, figure, limit="", aim="", good=True):
        """Add a row, and print it at once."""
        verdict = "" if not limit else "ok" if good else "BROKEN"
        self.rows.append((what, good))
        print(f"  {what:<58}{figure:>16}  {limit:<18}{aim:<14}{verdict}", flush=True)

    @property
    def broken(self):
        """Return what broke its limit."""
        return [what for what, good in self.rows if not good]


def in_shell(database, code):
    """Run code in an Odoo shell of its own process, return what it told."""
    printed = harness.shell(database, PRELUDE + code)
    found = [line for line in printed.splitlines() if line.startswith("RESULT ")]
    if not found:
        raise SystemExit(f"the benchmark's code did not finish:\n{printed}")
    return json.loads(found[-1].removeprefix("RESULT "))


@contextmanager
def new_database(name, *kind):
    """Make a database with the module, give its name, and remove it in the end.

    :param kind: what else `./dev newdb` is asked for
    """
    harness.dev("newdb", name, *kind)
    try:
        yield name
    finally:
        harness.dev("dropdb", name)


@contextmanager
def new_server(database, workers):
    """Start a server on a database, give it with the client of the staff user, and stop it in the end."""
    server = harness.Server(database, workers=workers)
    try:
        yield server, server.rpc("bench_staff", "bench_staff")
    finally:
        server.stop()


def bench_opening(report, people, repeat):
    """Open a month for this many people, beside one INSERT … SELECT of the same rows."""
    with new_database(f"bench_opening_{people}_{os.getpid()}") as database:
        in_shell(database, f"county.make_county(env, {people}); tell(True)")
        found = in_shell(database, f"tell(opening.measure(env, county.find_county(env), {repeat}))")
    job = statistics.median(turn["seconds"] for turn in found["jobs"])
    floor = statistics.median(found["floors"])
    queries = max(turn["queries"] for turn in found["jobs"])
    memory = max(turn["memory"] for turn in found["jobs"])
    rows = found["sheets"] * 2 + found["lines"]
    allowed = QUERIES + rows // 100
    report.figures[f"opening_{people}"] = {**found, "ratio": job / floor, "queries": queries, "memory_mb": memory}
    print(f"\nOpening a month: {found['sheets']} people, {found['lines']} lines, median of {repeat}")
    report.add("plain SQL, the same sheets and lines", f"{floor:.2f} s")
    report.add("the job, from the button to the open period", f"{job:.2f} s")
    limit, aim = OPENING_RATIO
    report.add("job ÷ plain SQL", f"{job / floor:.2f}", f"at most {limit}", f"aim {aim}", job / floor <= limit)
    report.add("queries (the most of all turns)", str(queries), f"at most {allowed}", "", queries <= allowed)
    report.add("growth of the process, at its peak", f"{memory:.1f} MB", f"below {MEMORY:.0f} MB", "", memory < MEMORY)


def bench_submit(report, repeat, workers):
    """Hand in a sheet of twelve lines over HTTP, beside a bare save of the same lines."""
    import psycopg2
    import submit

    with new_database(f"bench_submit_{os.getpid()}") as database:
        sheets = in_shell(database, "tell(submit.prepare(env, 1000))")
        with (
            new_server(database, workers) as (server, client),
            closing(psycopg2.connect(dbname=database)) as connection,
        ):
            times = submit.measure(client, connection, sheets, repeat)
            alarms = harness.alarms(server.log())
    middle = {name: statistics.median(values) for name, values in times.items()}
    ratio = middle["submit"] / middle["save"]
    report.figures["submit"] = {"seconds": times, "ratio": ratio}
    print(f"\nHanding in a sheet of 12 lines over HTTP: {repeat} times each way in turns, {workers} workers")
    for name, what in (("save", "bare web_save"), ("submit", "save_and_submit, one call")):
        late = statistics.quantiles(times[name], n=20)[-1]
        report.add(f"{what}: p50 (p95)", f"{1000 * middle[name]:.1f} ({1000 * late:.1f}) ms")
    limit, aim = SUBMIT_RATIO
    report.add("save_and_submit ÷ web_save at p50", f"{ratio:.2f}", f"at most {limit}", f"aim {aim}", ratio <= limit)
    report.add("WARNING and ERROR lines of the server", str(len(alarms)), "none", "", not alarms)


def bench_flow(report, people):
    """Bring all sheets of a month from draft to the ledger, twice: a half and the other half of them doubled."""
    with new_database(f"bench_flow_{os.getpid()}") as database:
        found = in_shell(database, f"tell(flow.measure(env, county.make_county(env, {people}), {people}))")
    report.figures["flow"] = found
    print(f"\nMany sheets at once: queries for {found['small']} and for {found['large']} sheets")
    for step, (small, large) in found["steps"].items():
        growth = large["queries"] - small["queries"]
        allowed = 2 + large["rows"] // 100 - small["rows"] // 100
        figure = f"{small['queries']} → {large['queries']}"
        report.add(f"{step}: {large['seconds']:.2f} s", figure, f"growth at most {allowed}", "", growth <= allowed)


def bench_summary(report, people, repeat):
    """Confirm the summaries of a county, beside plain SQL writing the same rows."""
    with new_database(f"bench_summary_{os.getpid()}") as database:
        in_shell(database, f"county.make_county(env, {people}); tell(True)")
        found = in_shell(database, f"tell(summary.measure(env, county.find_county(env), {repeat}))")
    done = statistics.median(turn["seconds"] for turn in found["turns"])
    floor = statistics.median(found["floors"])
    queries = max(turn["queries"] for turn in found["turns"])
    allowed = QUERIES + (found["sheets"] + found["entries"]) // 100
    report.figures["summary"] = {**found, "ratio": done / floor, "queries": queries}
    print(f"\nConfirming summaries: {found['sheets']} sheets, {found['entries']} entries, median of {repeat}")
    report.add("plain SQL, the same rows", f"{floor:.2f} s")
    report.add("one click on all summaries", f"{done:.2f} s")
    ratio = done / floor
    report.add("click ÷ plain SQL", f"{ratio:.2f}", f"at most {SUMMARY_RATIO}", "", ratio <= SUMMARY_RATIO)
    report.add("queries (the most of all turns)", str(queries), f"at most {allowed}", "", queries <= allowed)


def bench_results(report, people, repeat):
    """Compute a quarter for this many people, beside plain SQL over the same entries."""
    with new_database(f"bench_results_{people}_{os.getpid()}", f"--county={people}") as database:
        found = in_shell(database, f"tell(results.measure(env, county.find_county(env), {repeat}))")
    done = statistics.median(turn["seconds"] for turn in found["turns"])
    floor = statistics.median(found["floors"])
    queries = max(turn["queries"] for turn in found["turns"])
    memory = max(turn["memory"] for turn in found["turns"])
    allowed = QUERIES + sum(found["rows"]) // 100
    report.figures[f"results_{people}"] = {**found, "seconds": done, "ratio": done / floor, "queries": queries}
    print(f"\nResults of a quarter: {found['people']} people, {found['entries']} entries, median of {repeat}")
    report.add("plain SQL, the same entries and rows", f"{floor:.2f} s")
    report.add("the button", f"{done:.2f} s")
    report.add("button ÷ plain SQL", f"{done / floor:.2f}", f"at most {RESULT_RATIO}", "", done / floor <= RESULT_RATIO)
    report.add("queries (the most of all turns)", str(queries), f"at most {allowed}", "", queries <= allowed)
    small = report.figures.get(f"results_{people // 10}")
    if small:
        growth = done / small["seconds"]
        report.add("ten times as many", f"{growth:.1f} times", f"at most {RESULT_GROWTH}", "", growth <= RESULT_GROWTH)
    if people <= 10_000:
        report.add("growth at the peak", f"{memory:.1f} MB", f"below {MEMORY:.0f} MB", "", memory < MEMORY)


def bench_lists(report, people, repeat):
    """Open every list of a county with a year of sheets as office and as head, beside the same without rules."""
    with new_database(f"bench_lists_{os.getpid()}") as database:
        in_shell(database, f"county.make_county(env, {people}, 33); tell(True)")
        sheets = in_shell(database, "tell(lists.prepare(env, county.find_county(env)))")
        found = in_shell(database, f"tell(lists.measure(env, county.find_county(env), {repeat}))")
    report.figures["lists"] = {"sheets": sheets, "lists": found}
    print(f"\nLists with {sheets} sheets: those that take {1000 * LIST_SECONDS:.0f} ms or more, median of {repeat}")
    slow = [row for row in found if row["seconds"] >= LIST_SECONDS]
    for row in sorted(slow, key=lambda row: row["seconds"] / row["bare"], reverse=True):
        ratio = row["seconds"] / row["bare"]
        what = f"{row['role']}: {row['action']}"
        figure = f"{1000 * row['seconds']:.0f} ms, {ratio:.2f}"
        report.add(what[:58], figure, f"at most {LIST_RATIO}", "", ratio <= LIST_RATIO)
    rest = [row["seconds"] for row in found if row["seconds"] < LIST_SECONDS]
    report.add(f"the other {len(rest)} lists: the longest", f"{1000 * max(rest):.0f} ms")


def bench_register(report, repeat):
    """Confirm many entries of the register, beside plain SQL writing the same rows."""
    with new_database(f"bench_register_{os.getpid()}") as database:
        found = in_shell(database, f"tell(register.measure(env, {repeat}))")
    done = statistics.median(turn["seconds"] for turn in found["turns"])
    floor = statistics.median(found["floors"])
    queries = max(turn["queries"] for turn in found["turns"])
    allowed = QUERIES + 2 * found["entries"] // 100
    ratio = done / floor
    report.figures["register"] = {**found, "ratio": ratio, "queries": queries}
    print(f"\nConfirming {found['entries']} entries of the register, median of {repeat}")
    report.add("plain SQL, the same rows", f"{floor:.3f} s")
    report.add("one click on all entries", f"{done:.3f} s")
    report.add("click ÷ plain SQL", f"{ratio:.2f}", f"at most {REGISTER_RATIO}", "", ratio <= REGISTER_RATIO)
    report.add("queries (the most of all turns)", str(queries), f"at most {allowed}", "", queries <= allowed)


def bench_grid(report, small, large):
    """Load and save the grids of two units: the queries of loading are the same, those of saving grow by rows only."""
    with new_database(f"bench_grid_{os.getpid()}") as database:
        found = in_shell(database, f"tell(grid.measure(env, {small}, {large}))")
    report.figures["grid"] = found
    print(f"\nThe grid of a unit's month: {small} and {large} people, 12 lines each")
    few, many = found["small"]["load"], found["large"]["load"]
    figure = f"{few['queries']} → {many['queries']}"
    report.add(f"load: {many['seconds']:.2f} s", figure, "the same", "", few["queries"] == many["queries"])
    for name in ("small", "large"):
        turn = found[name]
        allowed = GRID_QUERIES + sum(rows // 100 for rows in (turn["rows"], turn["cells"], turn["claims"]))
        save = turn["save"]
        what = f"one save of {turn['cells']} cells: {save['seconds']:.2f} s"
        report.add(what, f"{save['queries']} queries", f"at most {allowed}", "", save["queries"] <= allowed)


def bench_survey(report, repeat, workers):
    """Make, score and hand in a sheet of twelve lines, beside Odoo Surveys answering twelve scored questions."""
    import psycopg2
    import submit
    import survey

    with new_database(f"bench_survey_{os.getpid()}") as database:
        harness.dev("odoo", "-d", database, "-i", "survey", "--stop-after-init")
        sheets = in_shell(database, "tell(submit.prepare(env, 1000))")
        opened = in_shell(database, "tell(submit.opening_share(env))")
        surveys = in_shell(database, "tell(survey.prepare(env))")
        with (
            new_server(database, workers) as (_server, client),
            closing(psycopg2.connect(dbname=database)) as connection,
        ):
            ours = statistics.median(submit.measure(client, connection, sheets, repeat)["submit"]) + opened
            times = survey.measure(client, surveys, repeat)
        survey.check(database, harness.sql, repeat)
    middle = {layout: statistics.median(values) for layout, values in times.items()}
    report.figures["survey"] = {"sheet": ours, "opening_share": opened, **middle}
    print(f"\nA sheet of 12 lines beside a survey of 12 scored questions, over HTTP, {repeat} times each")
    report.add("sheet: its share of opening, all scores, handed in", f"{1000 * ours:.1f} ms")
    limit, aim = SURVEY_RATIO
    for layout, what in (("page_per_question", "survey, question by question"), ("one_page", "survey on one page")):
        ratio = middle[layout] / ours
        report.add(what, f"{1000 * middle[layout]:.1f} ms")
        report.add(f"{what} ÷ sheet", f"{ratio:.2f}", f"at least {limit}", f"aim {aim}", ratio >= limit)


def bench_files(report, count):
    """Upload damaged and oversized tables at all doors: each ends in a sentence, soon and in little memory."""
    with new_database(f"bench_files_{os.getpid()}") as database:
        in_shell(database, "files.prepare(env); tell(True)")
        turns = [(first, min(first + FILES_AT_ONCE, count)) for first in range(0, count, FILES_AT_ONCE)]
        parts = [in_shell(database, f"tell(files.measure(env, {first}, {last}))") for first, last in turns]
    found = {"tracebacks": [problem for part in parts for problem in part["tracebacks"]]}
    found |= {name: sum(part[name] for part in parts) for name in ("refused", "read", "harmful")}
    found |= {name: max(part[name] for part in parts) for name in ("seconds", "megabytes")}
    report.figures["files"] = found
    print(f"\nDamaged and oversized tables: {count} files, {found['refused']} refused, {found['read']} read")
    for problem in found["tracebacks"][:20]:
        print(f"    {problem}")
    report.add("no sentence", str(len(found["tracebacks"])), "none", "", not found["tracebacks"])
    report.add(
        "far too much, or no table at all, and yet read", str(found["harmful"]), "none", "", not found["harmful"]
    )
    for name, limit, unit in (("seconds", FILE_SECONDS, "s"), ("megabytes", FILE_MEMORY, "MB")):
        most, label = found[name]
        report.add(
            f"the most {name}: {label}"[:58], f"{most:.2f} {unit}", f"below {limit:.0f} {unit}", "", most < limit
        )


def bench_printing(report, people):
    """Print the forms of a month as a job on a running server, beside `wkhtmltopdf` given the same pages."""
    import printing

    with new_database(f"bench_printing_{os.getpid()}") as database:
        in_shell(database, f"county.make_county(env, {people}); tell(True)")
        ids = in_shell(database, "tell(printing.prepare(env, county.find_county(env)))")
        server = harness.Server(database, workers=2, cron=1)
        try:
            office, staff = (server.rpc(login, login) for login in ("bench_office", "bench_staff"))
            found = printing.measure(office, staff, ids)
            alarms = harness.alarms(server.log())
        finally:
            server.stop()
        floor = in_shell(database, f"tell(printing.floor(env, county.find_county(env), {ids}))")
    ratio, wait = found["seconds"] / floor, max(found["waits"])
    report.figures["printing"] = {**found, "floor": floor, "ratio": ratio}
    print(f"\nPrinting {len(ids)} forms as a job, two workers and a cron worker")
    report.add("wkhtmltopdf, the same pages in the same chunks", f"{floor:.2f} s")
    report.add("the job, from the click to the file", f"{found['seconds']:.2f} s")
    report.add("job ÷ wkhtmltopdf", f"{ratio:.2f}", f"at most {PRINT_RATIO}", "", ratio <= PRINT_RATIO)
    report.add("the longest that somebody else waited", f"{wait:.2f} s", f"at most {WAIT:.0f} s", "", wait <= WAIT)
    report.add("WARNING and ERROR lines of the server", str(len(alarms)), "none", "", not alarms)


def bench_integrity(report, people, repeat):
    """Ask for the integrity board of a year, beside bare SQL that tells the same."""
    with new_database(f"bench_integrity_{os.getpid()}") as database:
        in_shell(database, f"county.make_county(env, {people}); tell(True)")
        found = in_shell(database, f"tell(integrity.measure(env, county.find_county(env), {repeat}))")
    done = statistics.median(turn["seconds"] for turn in found["turns"])
    floor = statistics.median(found["floors"])
    queries = max(turn["queries"] for turn in found["turns"])
    report.figures["integrity"] = {**found, "ratio": done / floor, "queries": queries}
    print(f"\nThe integrity board: {found['sheets']} sheets, {found['lines']} lines, {found['leaders']} leaders")
    report.add("bare SQL, the same figures", f"{floor:.2f} s")
    report.add("the board", f"{done:.2f} s")
    ratio = done / floor
    report.add("board ÷ bare SQL", f"{ratio:.2f}", f"at most {INTEGRITY_RATIO}", "", ratio <= INTEGRITY_RATIO)
    report.add("queries", str(queries), f"at most {INTEGRITY_QUERIES}", "", queries <= INTEGRITY_QUERIES)


def bench_ballots(report, number, clients, workers, repeat):
    """Cast ballots by many clients at once beside a bare controller; close a campaign beside plain SQL."""
    import ballots

    with TemporaryDirectory() as folder, new_database(f"bench_ballots_{os.getpid()}") as database:
        ballots.make_addon(Path(folder))
        env = {**os.environ, "PERF_EXTRA_ADDONS": folder}
        harness.dev("odoo", "-d", database, "-i", ballots.BARE, "--stop-after-init", env=env)
        made = in_shell(database, f"tell(ballots.prepare(env, {number}))")
        server = harness.Server(database, workers=workers, env=env)
        try:
            found = ballots.measure_casting(server.port, made, clients, repeat)
            alarms = harness.alarms(server.log())
        finally:
            server.stop()
        kept = int(harness.sql(database, "SELECT count(*) FROM perf_rating_pending")[0][0])
        closing_code = f"tell(ballots.measure_closing(env, json.loads({json.dumps(made)!r}), {repeat}))"
        closed = in_shell(database, closing_code)
    report_casting(report, found, kept, alarms, clients, workers)
    done = statistics.median(turn["seconds"] for turn in closed["turns"])
    floor = statistics.median(closed["floors"])
    report.figures["ballots"] = {"casting": found, "closing": closed}
    print(f"\nClosing a campaign: {closed['ballots']} ballots, {ballots.UNITS} units, median of {repeat}")
    report.add("plain SQL, the same rows", f"{floor:.2f} s")
    report.add("one click on Close", f"{done:.2f} s")
    ratio = done / floor
    report.add("click ÷ plain SQL", f"{ratio:.2f}", f"at most {CLOSING_RATIO}", "", ratio <= CLOSING_RATIO)


def report_casting(report, found, kept, alarms, clients, workers):
    """Report how ballots were taken, beside the bare controller."""
    speed = {}
    size = len(found["ballot"][0]["each"])
    print(f"\nCasting ballots: {clients} clients, {workers} workers, {len(found['ballot'])} turns of {size} each way")
    for name, what in (("bare", "bare controller, the same rows"), ("ballot", "ballot")):
        speed[name] = statistics.median(size / turn["seconds"] for turn in found[name])
        late = statistics.quantiles([one for turn in found[name] for one in turn["each"]], n=20)[-1]
        report.add(f"{what}: a second (p95 of each)", f"{speed[name]:.0f} ({1000 * late:.0f} ms)")
    share = speed["ballot"] / speed["bare"]
    report.add("ballots ÷ bare", f"{share:.2f}", f"at least {BALLOT_SHARE}", "", share >= BALLOT_SHARE)
    wrong = [one for turn in found["ballot"] for one in turn["wrong"]]
    report.add("resets and refusals", str(len(wrong)), "none", "", not wrong)
    lost = found["sent"] - kept
    report.add("ballots lost", str(lost), "none", "", not lost)
    report.add("WARNING and ERROR lines of the server", str(len(alarms)), "none", "", not alarms)


def main():
    """Run what the command line asks for."""
    style = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__, formatter_class=style)
    parser.add_argument("what", nargs="*", choices=[*BENCHES, []], help="default: all")
    parser.add_argument("--people", default="1000,10000", help="sizes of the county, separated by commas")
    parser.add_argument("--repeat", type=int, help="repetitions: 5 to 15 of the opening, 80 of handing in")
    parser.add_argument("--workers", type=int, default=4, help="worker processes of the server")
    parser.add_argument("--files", type=int, default=4000, help="how many damaged and oversized tables")
    parser.add_argument("--ballots", type=int, default=10000, help="how many ballots of a campaign")
    parser.add_argument("--clients", type=int, default=50, help="how many clients cast them at once")
    parser.add_argument("--json", type=Path, help="write the figures there")
    args = parser.parse_args()
    what = args.what or BENCHES
    report = Report()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    sizes = list(map(int, args.people.split(",")))
    runs = {
        "opening": lambda: [bench_opening(report, size, args.repeat or (15 if size <= 2000 else 5)) for size in sizes],
        "submit": lambda: bench_submit(report, args.repeat or 80, args.workers),
        "flow": lambda: bench_flow(report, 1000),
        "grid": lambda: bench_grid(report, 30, 60),
        "summary": lambda: bench_summary(report, max(sizes), args.repeat or 5),
        "register": lambda: bench_register(report, args.repeat or 5),
        "survey": lambda: bench_survey(report, args.repeat or 40, args.workers),
        "files": lambda: bench_files(report, args.files),
        "printing": lambda: bench_printing(report, min(sizes)),
        "integrity": lambda: bench_integrity(report, max(sizes), args.repeat or 5),
        "ballots": lambda: bench_ballots(report, args.ballots, args.clients, args.workers, args.repeat or 5),
        "lists": lambda: bench_lists(report, max(sizes), args.repeat or 5),
        "results": lambda: [bench_results(report, size, args.repeat or 3) for size in sizes],
    }
    for name in BENCHES:
        if name in what:
            runs[name]()
    if args.json:
        args.json.write_text(json.dumps(report.figures, indent=1))
    print("\n" + (f"broken: {'; '.join(report.broken)}" if report.broken else "every limit holds"))
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
