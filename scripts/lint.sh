# Formatting and static checks: each part is a function, called with 1 when it shall repair what it can.

LINT_PARTS=(ruff files oca prettier odoo i18n pylint)

cmd_lint() {
    local argument fix=0 parts=() failed=()
    for argument in "$@"; do
        case " --fix ${LINT_PARTS[*]} " in
            *" $argument "*) if [[ $argument == --fix ]]; then fix=1; else parts+=("$argument"); fi ;;
            *) die "unknown part '$argument'" "usage: ./dev lint [--fix] [${LINT_PARTS[*]}]" ;;
        esac
    done
    ((${#parts[@]})) || parts=("${LINT_PARTS[@]}")
    setup
    cd "$ROOT"
    # what is in git or would be
    mapfile -t LINT_FILES < <(git ls-files --cached --others --exclude-standard --deduplicate | while read -r file; do
        [[ ! -f $file ]] || echo "$file"
    done)
    local part aside=""
    if ((!fix)) && [[ " ${parts[*]} " == *" pylint "* ]]; then # the longest one, beside the others
        lint_pylint >"$LOG/lint-pylint.log" 2>&1 &
        aside=$!
    fi
    for part in "${parts[@]}"; do
        say "lint: $part"
        if [[ $part == pylint && -n $aside ]]; then
            wait "$aside" || failed+=("$part")
            cat "$LOG/lint-pylint.log"
        else
            "lint_$part" "$fix" || failed+=("$part")
        fi
    done
    ((!${#failed[@]})) || die "lint failed in: ${failed[*]}" "what can be repaired by a program: ./dev lint --fix"
    say "lint passed"
}

files_like() { printf '%s\n' "${LINT_FILES[@]}" | grep -E "$1" || true; }

lint_ruff() {
    if (($1)); then ruff check -q --fix . >/dev/null || true; ruff format -q .; fi
    ruff check . && ruff format --check -q . && return
    say "ruff: not clean; unformatted files:"
    ruff format --check . | head -n 20
    return 1
}

lint_files() {
    local fix=()
    ((!$1)) || fix=(--fix)
    script check_files "${fix[@]}" "${LINT_FILES[@]}"
}

setup_node() { # formatter and linter of everything that is not Python
    local key
    key=$(sha1sum <"$ROOT/package-lock.json" | cut -c1-12)
    [[ -f $ROOT/node_modules/.complete-$key ]] && return
    say "installing JavaScript packages"
    rm -rf "$ROOT/node_modules"
    logged npm npm --prefix "$ROOT" ci
    touch "$ROOT/node_modules/.complete-$key"
}

lint_prettier() {
    setup_node
    local files scripts
    mapfile -t files < <(files_like '\.(xml|js|cjs|scss|css|yaml|yml|md|json)$')
    mapfile -t scripts < <(files_like '\.(js|cjs)$')
    if (($1)); then
        node_modules/.bin/prettier --log-level warn --write "${files[@]}"
        node_modules/.bin/eslint --fix --no-warn-ignored "${scripts[@]}" >/dev/null || true
    fi
    node_modules/.bin/prettier --log-level warn --check "${files[@]}" &&
        node_modules/.bin/eslint --no-warn-ignored --max-warnings 0 "${scripts[@]}"
}

lint_pylint() { # pylint-odoo's checks, mandatory and optional; then those that Odoo applies to itself
    local plugins=$ODOO_PY/odoo/addons/test_lint/tests code=0
    local checkers=_odoo_checker_sql_injection,_odoo_checker_gettext,_odoo_checker_unlink_override
    pylint --rcfile=.pylintrc "$MODULE" || code=1 # it holds all of .pylintrc-mandatory
    ADDONS_PATH=$ODOO_ADDONS,$ROOT PYTHONPATH=$PYTHONPATH:$plugins \
        pylint --rcfile=/dev/null --score=n --disable=all,unknown-option-value \
        --enable=sql-injection,missing-gettext,gettext-variable,gettext-placeholders,gettext-repr \
        --enable=raise-unlink-override,undefined-variable,used-before-assignment,eval-used \
        --enable=unreachable,function-redefined \
        --load-plugins=_pylint_path_setup,pylint.extensions.bad_builtin,$checkers \
        --bad-functions= "$MODULE" || code=1
    return $code
}

lint_oca() {
    # a number in a field needs no eval: Odoo converts it, and writes it so itself
    # a record may be completed by a second CSV file: heads after the people they are; twice in one is found by
    # lint_files
    local options=(--disable=xml-field-numeric-without-eval,csv-duplicate-record-id) translations
    mapfile -t translations < <(files_like '\.(po|pot)$')
    ((!$1)) || oca-checks-odoo-module "${options[@]}" --fix "$MODULE" >/dev/null || true
    oca-checks-odoo-module "${options[@]}" "$MODULE" || return 1
    ((!${#translations[@]})) || oca-checks-po --disable=po-pretty-format "${translations[@]}"
}

lint_odoo() { # Odoo's module test_lint, pointed at this module
    local name=perf_lint_$$ template code=0
    drop_orphans 'perf_lint_[0-9]+$'
    template=$(template_module)
    trap "drop_db $name" EXIT
    copy_db "$template" "$name"
    script gate --input scripts/odoo_lint.py --log "$LOG/lint-odoo.log" -- \
        "$PYTHON" "$ODOO_BIN" shell -d "$name" --http-port="$(script ports free)" || code=1
    grep -q 'Tests passed: 0 failed, 0 error(s) of [1-9]' "$LOG/lint-odoo.log" || code=1
    drop_db "$name"
    trap - EXIT
    return $code
}

lint_i18n() { # pot and po are what the sources say
    [[ -f $MODULE/i18n/$MODULE.pot ]] || { say "no translations yet" && return 0; }
    translations check
}
