# What the machine must have, from a bare Debian on: nothing here may need more than bash, coreutils and apt.

pg_bin() { # folder with initdb and friends: the version that made the cluster, otherwise the highest
    local version found
    version=$(cat "$PGDIR/data/PG_VERSION" 2>/dev/null || echo '*')
    found=$(compgen -G "/usr/lib/postgresql/$version/bin/initdb" | sort -V | tail -n 1)
    [[ -n $found ]] || found=$(command -v initdb) || return 1
    dirname "$found"
}

find_python() { # a Python 3.10 to 3.13 that can build an environment and speak TLS
    local python fits='import sys, ssl, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info < (3, 14))'
    for python in ${PERF_PYTHON:-} python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10; do
        if "$python" -c "$fits" 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}

missing_packages() { # Debian names of what is not there
    [[ -x $DEV/venv/bin/python ]] || find_python >/dev/null || echo python3-venv
    [[ -n ${PGHOST:-} ]] || pg_bin >/dev/null || echo postgresql
    command -v psql >/dev/null || echo postgresql-client
    command -v chromium >/dev/null || command -v google-chrome >/dev/null || command -v chromium-browser >/dev/null ||
        echo chromium
    command -v chromedriver >/dev/null || echo chromium-driver
    command -v wkhtmltopdf >/dev/null || echo wkhtmltopdf
    [[ -d /usr/share/fonts/opentype/noto || -n $(fc-list :lang=zh 2>/dev/null) ]] || echo fonts-noto-cjk
    command -v npm >/dev/null || echo npm
    [[ -n $(compgen -G '/usr/lib/*/libmagic.so.1') || -n $(compgen -G '/usr/lib*/libmagic.so.1') ]] || echo libmagic1
    [[ -z ${ODOO_HOME:-} ]] || return 0
    # files that Debian's Odoo takes from other packages
    command -v dpkg-deb >/dev/null || echo dpkg
    [[ -d /usr/share/fonts-font-awesome ]] || echo fonts-font-awesome
    [[ -d /usr/share/fonts/truetype/roboto ]] || echo fonts-roboto-unhinted
    [[ -f /usr/share/fonts/opentype/inconsolata/Inconsolata.otf || -d /usr/share/fonts/truetype/inconsolata ]] ||
        echo fonts-inconsolata
    [[ -n $(compgen -G '/usr/share/fonts/*/ocr-b') ]] || echo fonts-ocr-b
    [[ -d /usr/share/javascript/jquery ]] || echo libjs-jquery
    [[ -d /usr/share/javascript/jquery-form ]] || echo libjs-jquery-form
    [[ -d /usr/share/javascript/underscore ]] || echo libjs-underscore
}

setup_system() {
    local missing
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]})) || return 0
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        die "these system packages are missing: ${missing[*]}" \
            "install them as root (Debian: apt-get install --no-install-recommends ${missing[*]}) and run this again"
    fi
    say "installing system packages: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >"$LOG/apt.log" 2>&1 </dev/null || true # a foreign repository may be away; the install tells
    if ! apt-get install -qy --no-install-recommends "${missing[@]}" >>"$LOG/apt.log" 2>&1 </dev/null; then
        tail -n 15 "$LOG/apt.log" >&2
        die "apt-get could not install: ${missing[*]}" "the whole log is in $LOG/apt.log"
    fi
}

need_disk() { # need_disk MEGABYTES FOR
    local free
    free=$(df -Pm "$DEV" | awk 'NR == 2 { print $4 }')
    ((free >= $1)) || die "not enough disk space in $DEV for $2: $free MB free, $1 MB needed" \
        "free some, or point PERF_DEV_DIR to another disk"
}
