# Tests: filters or a full run. Every part of a run hands what it counted to `tally.py`, which closes the run.

cmd_test() {
    local selected tags paths fast code=0
    setup
    if [[ ${1:-} == --piece ]]; then
        test_piece "${@:2}"
        return
    fi
    selected=$(script select_tests filters "$@") ||
        die "what kind of filter is '$selected'?" "see ./dev help"
    { read -r tags && IFS=$'\t' read -ra paths && read -r fast; } <<<"$selected"
    if [[ -z $tags && ${#paths[@]} == 0 ]]; then
        exec "$PYTHON" "$ROOT/scripts/pieces.py" "$ROOT/dev" "$LOG" "$fast"
    fi
    RESULTS=$LOG/test.$$.results
    rm -f "$RESULTS"
    [[ -z $tags ]] || test_inside "$fast" "" "$tags"
    ((!${#paths[@]})) || test_outside "${paths[@]}"
    script tally close "$RESULTS" || code=1
    rm -f "$RESULTS"
    return $code
}

# A full run goes in pieces, each with databases, ports and logs of its own; `pieces.py` calls this for each of them.
test_piece() { # test_piece RESULTS FAST NAME [PATH]
    RESULTS=$1
    case $3 in
        standard) # Odoo's own checks of every installed model and view
            test_inside "$2" standard \
                "/base:TestOverrides,/base:TestInvisibleField,render_all_views/base,migration/base:TestAllViews"
            ;;
        inside* | browser*) test_inside "$2" "$3" "$(script select_tests piece "$3")" ;;
        *) test_outside "$4" ;;
    esac
}

test_inside() { # test_inside FAST PIECE TAGS: tests that Odoo runs; PIECE of a full run, or none
    local part=${2:+_$2} label=${2%%_*} install=(-i "$MODULE") gate=(--tests "$MODULE")
    local name=perf_test${part}_$$ log=$LOG/test-odoo${part//_/-}
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
            "" | inside) copy_db "$(template_base)" "$name" ;;
            *) # the piece `inside` installs the module, and reads what is logged meanwhile
                copy_db "$(template_module)" "$name"
                install=()
                ;;
        esac
    fi
    say "tests inside Odoo: $3"
    case $2 in
        "") gate=() ;;
        standard) gate=() label="standard checks" ;;
    esac
    run_inside "${label:-inside}" "$log.log" "${gate[@]}" -- -d "$name" "${install[@]}" --test-tags "$3"
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
