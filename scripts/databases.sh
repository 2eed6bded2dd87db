# Databases and their files.

db_exists() { [[ $(sql "SELECT count(*) FROM pg_database WHERE datname = '$1'") == 1 ]]; }

drop_db() {
    sql "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)" 2>/dev/null
    rm -rf "$DATA_DIR/filestore/$1"
}

mark_db() { sql "COMMENT ON DATABASE \"$1\" IS 'made by ./dev for $DEV'"; } # what `clean` may remove

copy_db() { # copy_db FROM TO: database and its files
    local try
    for try in 1 2 3 4 5; do # refused while somebody is connected to FROM, another copy for instance
        if sql "CREATE DATABASE \"$2\" TEMPLATE \"$1\"" 2>"$LOG/copy_db.$$"; then break; fi
        ((try < 5)) || die "copying database $1 to $2 failed: $(<"$LOG/copy_db.$$")"
        sleep 1
    done
    mark_db "$2"
    rm -rf "$LOG/copy_db.$$" "$DATA_DIR/filestore/$2"
    mkdir -p "$DATA_DIR/filestore"
    [[ ! -d $DATA_DIR/filestore/$1 ]] || cp -a "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"
    # a database of its own: Odoo tells copies apart by these
    sql "UPDATE ir_config_parameter SET value = gen_random_uuid()
          WHERE key IN ('database.uuid', 'database.secret')" "$2"
}

publish_db() { # publish_db TEMPORARY NAME KIND: give a finished template its name and drop the older ones
    local old
    mkdir -p "$DATA_DIR/filestore"
    if db_exists "$2"; then
        drop_db "$1"
        return
    fi
    if [[ -d $DATA_DIR/filestore/$1 ]]; then
        rm -rf "$DATA_DIR/filestore/$2"
        mv "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"
    fi
    sql "ALTER DATABASE \"$1\" RENAME TO \"$2\""
    for old in $(sql "SELECT datname FROM pg_database WHERE datname LIKE 'perf_tpl_$3_%' AND datname <> '$2'
                      AND datname !~ '_new[0-9]+$'"); do
        sql "DROP DATABASE \"$old\"" 2>/dev/null && rm -rf "$DATA_DIR/filestore/$old" || true # in use: next time
    done
}

drop_orphans() { # databases whose names match and end in the number of a process that is gone
    local name
    for name in $(sql "SELECT datname FROM pg_database WHERE datname ~ '^$1'"); do
        kill -0 "${name##*[a-z_]}" 2>/dev/null || drop_db "$name"
    done
}

check_name() {
    [[ ${1:-} =~ ^[a-z][a-z0-9_]{0,40}$ ]] || die "'${1:-}' is no database name: small letters, digits and _, please"
}

cmd_newdb() {
    local name="" kind=module people="" argument template
    for argument in "$@"; do
        case $argument in
            --demo) kind=demo ;;
            --bare) kind=hr ;;
            --county=*) kind=county people=${argument#*=} ;;
            -*) die "unknown option $argument" "usage: ./dev newdb NAME [--demo | --bare | --county=PEOPLE]" ;;
            *) name=$argument ;;
        esac
    done
    check_name "$name"
    [[ $kind != county || $people =~ ^[1-9][0-9]*$ ]] || die "'$people' is no number of people"
    setup
    case $kind in
        module) template=$(template_module) ;;
        demo) template=$(template_demo) ;;
        hr) template=$(template_hr) ;;
        county) template=$(template_county "$people") ;;
    esac
    drop_db "$name"
    copy_db "$template" "$name"
    say "database $name is ready"
}

cmd_dropdb() {
    setup
    local name
    for name in "$@"; do
        check_name "$name"
        drop_db "$name"
    done
}
