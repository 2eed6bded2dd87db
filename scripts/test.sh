# Tests: filters or a full run. Every part of a run hands what it counted to `tally.py`, which closes the run.

cmd_test() {
    local selected tags paths fast code=0
    setup
    selected=$(script select_tests filters "$@") ||
        die "what kind of filter is '$selected'?" "see ./dev help"
    { read -r tags && IFS=$'\t' read -ra paths && read -r fast; } <<<"$selected"
    if [[ -z $tags && ${#paths[@]} == 0 ]]; then
        test_all "$fast"
        return
    fi
    RESULTS=$LOG/test.$$.results
    rm -f "$RESULTS"
    [[ -z $tags ]] || test_inside "$fast" "" "$tags"
    ((!${#paths[@]})) || test_outside "${paths[@]}"
    script tally close "$RESULTS" || code=1
    rm -f "$RESULTS"
    return $code
}

LANES=(inside browser outside)

# A full run has three lanes side by side, each with databases, ports and logs of its own: one core is hardly ever idle.
test_all() { # test_all FAST
    local lane job start=$SECONDS counts=("${LANES[@]/#/$LOG/lane-}")
    template_module module install_module >/dev/null # wanted by all lanes at once
    rm -f "$LOG"/lane-*.counts*
    set -m # a process group each, to be stopped as one
    trap 'for job in $(jobs -p); do kill -- "-$job" 2>/dev/null; done; wait; exit 130' INT TERM
    for lane in "${LANES[@]}"; do
        RESULTS=$LOG/lane-$lane.counts.new
        { "lane_$lane" "$1" && mv "$RESULTS" "$LOG/lane-$lane.counts"; } </dev/null 2>&1 | sed -u "s/^/[$lane] /" &
    done
    wait
    trap - INT TERM
    set +m
    script tally close --full $((SECONDS - start)) "${counts[@]/%/.counts}"
}

lane_inside() {
    test_inside "$1" inside "/$MODULE,$(script select_tests http -)"
    # Odoo's own checks of every installed model and view
    test_inside "$1" standard \
        "/base:TestOverrides,/base:TestInvisibleField,render_all_views/base,migration/base:TestAllViews"
}
lane_browser() { test_inside "$1" browser "$(script select_tests http "")"; }
lane_outside() { test_outside tests; }

test_inside() { # test_inside FAST PART TAGS: tests that Odoo runs; PART of a full run, or none
    local part=${2:+_$2} label=${2:-inside} install=(-i "$MODULE") gate=()
    local name=perf_test${part}_$$ log=$LOG/test-odoo${part/_/-}
    if (($1)); then
        name=perf_fast$part log+=-fast
        if [[ $2 != standard ]] && db_exists "$name"; then install=(-u "$MODULE"); fi
    else
        trap "drop_db $name" EXIT
    fi
    drop_orphans "perf_test${part}_[0-9]+\$"
    if [[ ${install[0]} == -i ]]; then
        drop_db "$name"
        case $2 in
            standard | browser) # the lane beside them installs the module, and reads what is logged meanwhile
                copy_db "$(template_module module install_module)" "$name"
                install=()
                ;;
            *) copy_db "$(template_base)" "$name" ;;
        esac
    fi
    say "tests inside Odoo: $3"
    case $2 in
        "") ;;
        standard) label="standard checks" ;;
        *) gate=(--tests "$MODULE") ;;
    esac
    run_inside "$label" "$log.log" "${gate[@]}" -- -d "$name" "${install[@]}" --test-tags "$3"
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
    script gate "${gate[@]}" --counts "$counts" --log "$log" -- "$PYTHON" "$ODOO_BIN" "${@:2}" \
        --stop-after-init --http-port="$(script ports free)" --screenshots="$LOG/screenshots" \
        --log-handler=odoo.tests.stats:DEBUG || true
    script tally part "$RESULTS" "$label" $((SECONDS - start)) --counts "$counts"
    rm -f "$counts"
}

test_outside() { # test_outside PATHS…: black-box tests, and the pure engine's
    local start=$SECONDS xml=$LOG/pytest.$$.xml
    drop_orphans 'perf_out[0-9]+_[0-9]+$'
    say "tests from outside: $*"
    rm -f "$xml"
    (cd "$ROOT" && "$PYTHON" -m pytest -p no:cacheprovider --junitxml="$xml" -o junit_family=xunit2 "$@" </dev/null) ||
        true
    script tally part "$RESULTS" "from outside" $((SECONDS - start)) --junit "$xml"
    rm -f "$xml"
}
