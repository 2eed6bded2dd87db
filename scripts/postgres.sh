# The database server: somebody's, named by PGHOST, or a private one.

# The private cluster. PostgreSQL refuses root, so root runs it as the user postgres, and then the folder must
# be one that this user can reach. Only a socket, and only for the system user who made it (peer).
locate_pg() {
    PGDIR=$DEV/pg
    if [[ $(id -u) == 0 ]] && id postgres >/dev/null 2>&1; then
        mkdir -p "$PGDIR"
        if ! setpriv --reuid postgres --regid postgres --clear-groups test -x "$PGDIR" 2>/dev/null; then
            PGDIR=/var/tmp/perf_appraisal-pg-$(sha1sum <<<"$DEV" | cut -c1-10)
        fi
    fi
    PGSOCK=$PGDIR/run
    ((${#PGSOCK} < 80)) || PGSOCK=/tmp/perf-pg-$(sha1sum <<<"$DEV" | cut -c1-10)
}

as_pg() { # as the owner of the cluster, without our locks
    if [[ $(id -u) == 0 ]]; then
        (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups "$@") 9>&-
    else
        (cd / && exec "$@") 9>&-
    fi
}

setup_pg() {
    if [[ -n ${PGHOST:-} && ${PGHOST:-} != "$PGSOCK" ]]; then # somebody else's server
        psql -XAtqc "SELECT 1" "${PGDATABASE:-postgres}" >/dev/null 2>"$LOG/pg.log" ||
            die "the PostgreSQL server named by PGHOST=$PGHOST does not answer: $(<"$LOG/pg.log")"
        return
    fi
    export PGHOST=$PGSOCK PGPORT=5432
    PGUSER=$(id -un)
    export PGUSER
    unset PGDATABASE PGPASSWORD PGSERVICE || true
    local owner=$PGUSER bin
    bin=$(pg_bin) || die "PostgreSQL is missing (Debian package postgresql)"
    [[ $(id -u) != 0 ]] || owner=postgres
    mkdir -p "$PGDIR" "$PGSOCK"
    [[ $(id -u) != 0 ]] || chown postgres: "$PGDIR" "$PGSOCK"
    if [[ ! -f $PGDIR/data/PG_VERSION ]]; then
        say "making a private PostgreSQL cluster"
        rm -rf "$PGDIR/data.new" "$PGDIR/data"
        logged initdb as_pg "$bin/initdb" -D "$PGDIR/data.new" -U "$owner" -A peer --encoding=UTF8 \
            --locale=C.UTF-8 --lc-collate=C --no-instructions
        mv "$PGDIR/data.new" "$PGDIR/data"
    fi
    if ! as_pg "$bin/pg_ctl" -D "$PGDIR/data" status >/dev/null 2>&1; then
        # synchronous_commit=off may lose the last moments of work in a power cut, never the database; the demo
        # database, whose data people may want to keep, has it on. jit=off: see the README.
        local settings=(listen_addresses= synchronous_commit=off max_connections=300 max_wal_size=4GB
            checkpoint_timeout=15min work_mem=16MB jit=off)
        logged pg_start as_pg "$bin/pg_ctl" -D "$PGDIR/data" -l "$PGDIR/server.log" -w -t 60 start \
            -o "-k '$PGSOCK' ${settings[*]/#/-c }" # on one line: pg_ctl reads no further
    fi
    if ! psql -XAtqc "SELECT 1" postgres >/dev/null 2>&1; then
        logged createuser as_pg "$bin/createuser" -h "$PGSOCK" -U "$owner" --superuser "$PGUSER"
    fi
}

stop_pg() {
    locate_pg
    [[ -f $PGDIR/data/postmaster.pid ]] || return 0
    as_pg "$(pg_bin)/pg_ctl" -D "$PGDIR/data" -m fast -w stop >/dev/null 2>&1 || true
}

sql() { psql -XAtq -v ON_ERROR_STOP=1 -d "${2:-postgres}" -c "$1"; }
