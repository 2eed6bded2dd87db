# From what the machine has to what every command needs, and back to nothing.

setup_venv() {
    local key
    key=$(cat "$ROOT"/requirements*.txt | sha1sum | cut -c1-12)
    if [[ -f $DEV/venv-$key/.complete ]]; then
        [[ $(readlink "$DEV/venv") == "venv-$key" ]] || ln -sfn "venv-$key" "$DEV/venv"
        return
    fi
    need_disk 800 "the Python packages"
    local python
    python=$(find_python) || die "no Python 3.10 to 3.13 with venv and ssl was found" "set PERF_PYTHON to one"
    say "installing Python packages with $("$python" -V)"
    rm -rf "$DEV/venv-$key"
    logged venv "$python" -m venv "$DEV/venv-$key"
    logged pip "$DEV/venv-$key/bin/pip" install --disable-pip-version-check -r "$ROOT/requirements-dev.txt"
    touch "$DEV/venv-$key/.complete"
    ln -sfn "venv-$key" "$DEV/venv"
}

setup() {
    mkdir -p "$LOG"
    locate_pg
    exec 9>"$DEV/lock"
    if ! flock -w 3 9; then
        say "waiting for another ./dev to finish setting up"
        flock 9
    fi
    setup_system
    locate_pg
    setup_venv
    setup_odoo
    setup_pg
    flock -u 9
    exec 9>&-

    DATA_DIR=$DEV/data
    # a folder of the module alone: below $ROOT lies Odoo itself, whose own words would be looked up in a module ".dev"
    mkdir -p "$DEV/addons"
    ln -sfn "$ROOT/$MODULE" "$DEV/addons/$MODULE"
    local addons=$ODOO_ADDONS,$DEV/addons${PERF_EXTRA_ADDONS:+,$PERF_EXTRA_ADDONS}
    ODOO_RC=$DEV/odoo${PERF_EXTRA_ADDONS:+-$(sha1sum <<<"$addons" | cut -c1-8)}.conf
    local text="[options]
addons_path = $addons
data_dir = $DATA_DIR
http_interface = 127.0.0.1
"
    [[ -f $ODOO_RC && $(<"$ODOO_RC")$'\n' == "$text" ]] || printf '%s' "$text" >"$ODOO_RC"
    mkdir -p "$DATA_DIR"
    export ODOO_RC ODOO_PY ODOO_BIN ODOO_ADDONS DATA_DIR
    export PYTHONPATH=$ODOO_PY${PYTHONPATH:+:$PYTHONPATH} PYTHON=$DEV/venv/bin/python PATH=$DEV/venv/bin:$PATH
    export PYTHONNOUSERSITE=1 PERF_DEV=$ROOT/dev TZ=${TZ:-UTC}
    # what the tools keep for the next time
    export RUFF_CACHE_DIR=$DEV/cache/ruff PYLINTHOME=$DEV/cache/pylint
    export HYPOTHESIS_STORAGE_DIRECTORY=$DEV/cache/hypothesis
}

cmd_setup() {
    setup
    say "everything is in place"
}

cmd_stop() {
    stop_demo
    stop_pg
}

cmd_clean() {
    local name
    locate_pg
    if [[ -n ${PGHOST:-} && $PGHOST != "$PGSOCK" ]]; then # on somebody else's server: ours and nothing else
        for name in $(sql "SELECT datname FROM pg_database
                            WHERE shobj_description(oid, 'pg_database') = 'made by ./dev for $DEV'"); do
            sql "DROP DATABASE \"$name\" WITH (FORCE)"
        done
    fi
    cmd_stop
    rm -rf "$PGDIR" "$PGSOCK" "$DEV" "$ROOT"/{node_modules,.ruff_cache,.hypothesis,.pytest_cache}
    find "$ROOT" -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
}
