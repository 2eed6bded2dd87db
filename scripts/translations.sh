# The module's translation files beside what Odoo exports.

translations() { # translations update|check: export from a database without demo data, compare, look for gaps
    local name=perf_i18n_$$ out=$LOG/i18n.$$ code=0 template
    drop_orphans 'perf_i18n_[0-9]+$'
    template=$(template_module)
    trap "drop_db $name; rm -rf $out" EXIT
    copy_db "$template" "$name"
    mkdir -p "$out" "$ROOT/$MODULE/i18n"
    logged i18n_export odoo i18n export -d "$name" -o "$out/$MODULE.pot" "$MODULE"
    [[ ! -f $ROOT/$MODULE/i18n/$LANGUAGE.po ]] ||
        logged i18n_import odoo i18n import -d "$name" -l "$LANGUAGE" -w "$ROOT/$MODULE/i18n/$LANGUAGE.po"
    logged i18n_export_po odoo i18n export -d "$name" -o "$out/$LANGUAGE.po" -l "$LANGUAGE" -- "$MODULE"
    script translations "$1" "$out" "$ROOT/$MODULE/i18n" || code=1
    drop_db "$name"
    rm -rf "$out"
    trap - EXIT
    return $code
}

cmd_i18n() {
    setup
    translations update
}
