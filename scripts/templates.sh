# The databases that others are copied from, made once for each state of Odoo and of the module.

# What they consist of. "base": the module's neighbours as an agency has them, Chinese included;
# "hr": the smallest Odoo the module can be installed in.
BASE_MODULES=hr,hr_holidays
LANGUAGE=zh_CN

odoo_key() { # what the base templates depend on
    (
        echo "$ODOO_PY" "$BASE_MODULES" "$LANGUAGE" 2
        cat "$ODOO_PY/odoo/release.py"
        [[ ! -e $ODOO_PY/.git ]] || git -C "$ODOO_PY" rev-parse HEAD
        stat -c %Y "$ODOO_BIN"
    ) | sha1sum | cut -c1-12
}

module_key() { # everything of the module that an installation reads
    (
        odoo_key
        date +%Y-%m # the demo county is told relative to the current month
        cd "$ROOT/$MODULE" && find . -name __pycache__ -prune -o \( -path ./tests -o -path ./static \) -prune \
            -o -type f -print0 | sort -z | xargs -0 sha1sum
        [[ ! -d $ROOT/scripts ]] || cat "$ROOT"/scripts/demo*.py
        [[ ! -d $ROOT/bench ]] || cat "$ROOT"/bench/{county,results}.py
    ) | sha1sum | cut -c1-12
}

# The templates. Each prints its database name; a half-built one has another name (…_newPID) and is never used.
template_base() { build_template base "perf_tpl_base_$(odoo_key)" -i "$BASE_MODULES" --load-language="$LANGUAGE"; }
template_hr() { build_template hr "perf_tpl_hr_$(odoo_key)" -i hr --skip-auto-install; }

build_template() { # build_template KIND NAME ODOO-OPTIONS…
    local kind=$1 name=$2 lock
    shift 2
    if ! db_exists "$name"; then
        exec {lock}>"$DEV/lock.$kind"
        flock "$lock"
        if ! db_exists "$name"; then
            say "building database template '$kind' (once)"
            drop_orphans "perf_tpl_${kind}_.*_new[0-9]+\$"
            sql "CREATE DATABASE \"${name}_new$$\" TEMPLATE template0"
            mark_db "${name}_new$$"
            logged "template_$kind" odoo -d "${name}_new$$" "$@" --stop-after-init --no-http --log-level=warn
            publish_db "${name}_new$$" "$name" "$kind"
        fi
        flock -u "$lock"
        exec {lock}>&-
    fi
    echo "$name"
}

# Those with the module are keyed by its files.
template_module() { copy_template module template_base install_module; }
template_demo() { copy_template demo template_module load_demo; }

# A large county with the ledger of a quarter, for benchmarks.
template_county() { copy_template "county$1" template_module fill_county "$1"; } # template_county PEOPLE

copy_template() { # copy_template KIND FROM-FUNCTION BUILD-FUNCTION ARGUMENT…: who comes second waits for the first
    local kind=$1 from name temporary lock
    name=perf_tpl_${kind}_$(module_key)
    if ! db_exists "$name"; then
        from=$("$2")
        exec {lock}>"$DEV/lock.$kind"
        flock "$lock"
        if ! db_exists "$name"; then
            temporary=${name}_new$$
            drop_orphans "perf_tpl_${kind}_.*_new[0-9]+\$"
            copy_db "$from" "$temporary"
            if ! "$3" "$temporary" "${@:4}"; then
                drop_db "$temporary"
                die "the database template '$kind' could not be made"
            fi
            publish_db "$temporary" "$name" "$kind"
        fi
        flock -u "$lock"
        exec {lock}>&-
    fi
    echo "$name"
}

install_module() {
    local log=$LOG/install.$$.log
    if ! odoo -d "$1" -i "$MODULE" --stop-after-init --no-http --log-level=warn >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    grep -v 'security risk' "$log" >&2 || true # what it warned of
    rm -f "$log"
}

load_demo() { # the county: Chinese, Asia/Shanghai, no demo data of Odoo's own
    local log=$LOG/demo.$$.log
    if ! odoo shell -d "$1" --no-http --log-level=warn <"$ROOT/scripts/demo_load.py" >"$log" 2>&1 ||
        ! grep -q '^demo loaded$' "$log"; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    grep -vE '^demo loaded$|security risk' "$log" >&2 || true
    rm -f "$log"
}

fill_county() { # fill_county NAME PEOPLE
    local log=$LOG/county.$$.log
    if ! odoo shell -d "$1" --no-http --log-level=warn >"$log" 2>&1 <<PYTHON || ! grep -q '^county filled$' "$log"; then
import sys
sys.path.append("$ROOT/bench")
import results
results.fill_county(env, $2)
print("county filled")
PYTHON
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
