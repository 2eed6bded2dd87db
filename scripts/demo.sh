# The demo county in a running Odoo.

demo_pid() { # process of a running demo server of this checkout
    local pid
    pid=$(cat "$DEV/demo.pid" 2>/dev/null) || return 1
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q -- "-d $DEMO_DB " && echo "$pid"
}

demo_banner() { # demo_banner PORT
    echo
    echo "  The demo county is at  http://127.0.0.1:$1"
    echo
    script demo_logins "$ROOT/$MODULE/demo/story.py"
    echo
}

demo_database() { # make it, or bring it to what the module is now
    local template key was="SELECT value FROM ir_config_parameter WHERE key = 'perf_dev.installed'"
    key=$(module_key)
    if ! db_exists "$DEMO_DB"; then
        say "making the demo county"
        template=$(template_demo)
        drop_orphans "${DEMO_DB}_new[0-9]+\$"
        copy_db "$template" "${DEMO_DB}_new$$"
        publish_db "${DEMO_DB}_new$$" "$DEMO_DB" demo_database
        sql "ALTER DATABASE $DEMO_DB SET synchronous_commit = on" # its data is for keeping
    elif [[ $(sql "$was" "$DEMO_DB") != "$key" ]]; then
        say "the module has changed: updating the demo database, its data stays"
        logged demo_update odoo -d "$DEMO_DB" -u "$MODULE" --stop-after-init --no-http --log-level=warn
    fi
    sql "INSERT INTO ir_config_parameter (key, value) VALUES ('perf_dev.installed', '$key')
         ON CONFLICT (key) DO UPDATE SET value = excluded.value" "$DEMO_DB"
}

cmd_demo() {
    local port="" given=0 detach=0
    while (($#)); do
        case $1 in
            --port) port=${2:?--port needs a number} && given=1 && shift ;;
            --detach) detach=1 ;;
            *) die "unknown option $1" "usage: ./dev demo [--port N] [--detach]" ;;
        esac
        shift
    done
    setup
    local pid
    if pid=$(demo_pid); then
        demo_banner "$(cat "$DEV/demo.port")"
        say "it is already running (process $pid); ./dev stop stops it"
        return
    fi
    demo_database
    if ((given)); then
        script ports first "$port" "$port" >/dev/null 2>&1 ||
            die "port $port is taken" "choose another: ./dev demo --port N, or leave it out to take the next free one"
    else
        port=$(script ports first 8069 8099) ||
            die "ports 8069 to 8099 are all taken" "choose another: ./dev demo --port N"
    fi
    echo "$port" >"$DEV/demo.port"
    # threads: worker processes would need a proxy in front that sends live updates to another port
    "$PYTHON" "$ODOO_BIN" -d "$DEMO_DB" --db-filter="^$DEMO_DB\$" --http-port="$port" --workers=0 --max-cron-threads=1 \
        </dev/null >>"$LOG/demo-server.log" 2>&1 &
    pid=$!
    echo $pid >"$DEV/demo.pid"
    ((detach)) || trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -f "$DEV/demo.pid"' EXIT
    script ports wait "$port" "$pid" 2>/dev/null || die "the server did not start" "its log: $LOG/demo-server.log"
    demo_banner "$port"
    if ((detach)); then
        disown
        say "running in the background (process $pid); ./dev stop stops it; log: $LOG/demo-server.log"
        return
    fi
    say "Ctrl-C stops it; the data stays. Log: $LOG/demo-server.log"
    trap 'exit 0' INT TERM
    wait $pid || die "the server stopped" "its log: $LOG/demo-server.log"
}

stop_demo() {
    local pid
    pid=$(demo_pid) || return 0
    kill "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    rm -f "$DEV/demo.pid"
}
