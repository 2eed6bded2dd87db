# Tests: filters or a full run.

free_port() { "$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

cmd_test() {
    local argument fast=0 tags=() paths=()
    for argument in "$@"; do
        case $argument in
            --fast) fast=1 ;;
            tests | tests/* | */tests/unit/*) paths+=("$argument") ;;
            "$MODULE"/tests/*.py) tags+=("/$argument") ;;
            /* | -*) tags+=("$argument") ;;
            :* | .*) tags+=("/$MODULE$argument") ;;
            [A-Z]*) tags+=("/$MODULE:$argument") ;;
            *:* | */*) tags+=("$argument") ;;
            *) die "what kind of filter is '$argument'?" "see ./dev help" ;;
        esac
    done
    setup
    TEST_PASSED=0 TEST_FAILED=0 TEST_TIMES=""
    if ! ((${#tags[@]} + ${#paths[@]})); then
        test_all "$fast"
    else
        ((!${#tags[@]})) || test_inside "$fast" "" "$(IFS=, && echo "${tags[*]}")"
        ((!${#paths[@]})) || test_outside "${paths[@]}"
    fi
    say "time:$TEST_TIMES"
    echo
    echo "$TEST_PASSED passed, $TEST_FAILED failed"
    ((TEST_FAILED == 0 && TEST_PASSED > 0))
}

count_tests() { # count_tests NAME SECONDS FILE: add up what one part counted; no counts: the part is broken
    local passed=0 failed=1
    [[ ! -s $3 ]] || read -r passed failed <"$3"
    TEST_PASSED=$((TEST_PASSED + passed)) TEST_FAILED=$((TEST_FAILED + failed))
    TEST_TIMES+=" $1 $2 s ($passed passed, $failed failed)."
}

LANES=(inside browser outside)

# A full run has three lanes side by side, each with databases, ports and logs of its own: one core is hardly ever idle.
test_all() { # test_all FAST
    local lane job start=$SECONDS
    template_module module install_module >/dev/null # wanted by all lanes at once
    rm -f "$LOG"/lane-*.counts
    set -m # a process group each, to be stopped as one
    trap 'for job in $(jobs -p); do kill -- "-$job" 2>/dev/null; done; wait; exit 130' INT TERM
    for lane in "${LANES[@]}"; do
        { "lane_$lane" "$1" && echo "$TEST_PASSED $TEST_FAILED $TEST_TIMES" >"$LOG/lane-$lane.counts"; } \
            </dev/null 2>&1 | sed -u "s/^/[$lane] /" &
    done
    wait
    trap - INT TERM
    set +m
    local passed failed times
    for lane in "${LANES[@]}"; do
        passed=0 failed=1 times=" lane $lane broke off."
        [[ ! -s $LOG/lane-$lane.counts ]] || read -r passed failed times <"$LOG/lane-$lane.counts"
        TEST_PASSED=$((TEST_PASSED + passed)) TEST_FAILED=$((TEST_FAILED + failed)) TEST_TIMES+=" $times"
    done
    TEST_TIMES+=" All: $((SECONDS - start)) s."
}

http_classes() { # test classes that need a web server, most of them a browser: "MARK/perf_appraisal:TestX,…"
    grep -rhoE --include='test_*.py' '^class \w+\(.*\bHttpCase\b' "$ROOT/$MODULE/tests" |
        sed -E "s|^class (\w+).*|$1/$MODULE:\1|" | paste -sd,
}

lane_inside() {
    test_inside "$1" inside "/$MODULE,$(http_classes -)"
    # Odoo's own checks of every installed model and view
    test_inside "$1" standard \
        "/base:TestOverrides,/base:TestInvisibleField,render_all_views/base,migration/base:TestAllViews"
}
lane_browser() { test_inside "$1" browser "$(http_classes "")"; }
lane_outside() { test_outside tests; }

test_inside() { # test_inside FAST PART TAGS: tests that Odoo runs; PART of a full run, or none
    local part=${2:+_$2} mode=-i gate=()
    local name=perf_test${part}_$$ log=$LOG/test-odoo${part/_/-}
    if (($1)); then
        name=perf_fast$part log+=-fast
        if [[ $2 != standard ]] && db_exists "$name"; then mode=-u; fi
    else
        trap "drop_db $name" EXIT
    fi
    drop_orphans "perf_test${part}_[0-9]+\$"
    if [[ $mode == -i ]]; then
        drop_db "$name"
        if [[ $2 == standard ]]; then
            copy_db "$(template_module module install_module)" "$name"
        else
            copy_db "$(template_base)" "$name"
        fi
    fi
    say "tests inside Odoo: $3"
    if [[ $2 == standard ]]; then
        run_inside "standard checks" "$log.log" -- -d "$name" --test-tags "$3"
    else
        [[ -z $2 ]] || gate=(--tests "$MODULE")
        run_inside "${2:-inside}" "$log.log" "${gate[@]}" -- -d "$name" "$mode" "$MODULE" --test-tags "$3"
    fi
    if ((!$1)); then
        drop_db "$name"
        trap - EXIT
    fi
}

run_inside() { # run_inside LABEL LOG GATE-OPTIONS… -- ODOO-OPTIONS…
    local label=$1 log=$2 start=$SECONDS gate=() counts=${2%.log}.$$.counts
    shift 2
    while [[ $1 != -- ]]; do gate+=("$1") && shift; done
    rm -f "$counts"
    "$PYTHON" "$ROOT/scripts/gate.py" "${gate[@]}" --counts "$counts" --log "$log" -- "$PYTHON" "$ODOO_BIN" "${@:2}" \
        --stop-after-init --http-port="$(free_port)" --screenshots="$LOG/screenshots" || true
    count_tests "$label" $((SECONDS - start)) "$counts"
    if grep -q '^0 0$' "$counts" 2>/dev/null; then
        say "no test matched"
        TEST_FAILED=$((TEST_FAILED + 1))
    fi
    rm -f "$counts"
}

test_outside() { # test_outside PATHS…: black-box tests, and the pure engine's
    local start=$SECONDS xml=$LOG/pytest.$$.xml counts=$LOG/pytest.$$.counts
    drop_orphans 'perf_out[0-9]+_[0-9]+$'
    say "tests from outside: $*"
    rm -f "$xml" "$counts"
    (cd "$ROOT" && "$PYTHON" -m pytest -p no:cacheprovider --junitxml="$xml" -o junit_family=xunit2 "$@" </dev/null) || true
    [[ ! -s $xml ]] || "$PYTHON" - "$xml" >"$counts" <<'PYTHON'
import sys
from xml.etree import ElementTree
cases = {}
for case in ElementTree.parse(sys.argv[1]).getroot().iter("testcase"):
    bad = any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))
    key = case.get("classname"), case.get("name")
    cases[key] = cases.get(key, False) or bad
print(len(cases) - sum(cases.values()), sum(cases.values()) if cases else 1)
PYTHON
    count_tests "from outside" $((SECONDS - start)) "$counts"
    rm -f "$xml" "$counts"
}
