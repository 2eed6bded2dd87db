# Where Odoo is, and how it gets there: Debian's package, unpacked aside.

# Sets ODOO_PY (folder that holds the package odoo), ODOO_BIN (its start script), ODOO_ADDONS.
locate_odoo() {
    local home=${ODOO_HOME:-$DEV/odoo}
    if [[ -f $home/odoo-bin ]]; then
        ODOO_PY=$home ODOO_BIN=$home/odoo-bin ODOO_ADDONS=$home/odoo/addons,$home/addons
    elif [[ -f $home/usr/bin/odoo ]]; then
        ODOO_PY=$home/usr/lib/python3/dist-packages ODOO_BIN=$home/usr/bin/odoo
        ODOO_ADDONS=$ODOO_PY/odoo/addons
    else
        return 1
    fi
    grep -q 'version_info = (19, 0' "$ODOO_PY/odoo/release.py" 2>/dev/null ||
        die "$home is not an Odoo 19.0" "ODOO_HOME names a git checkout of branch 19.0 or an unpacked package odoo-19"
}

setup_odoo() {
    if [[ -n ${ODOO_HOME:-} ]]; then
        locate_odoo || die "no Odoo found in ODOO_HOME=$ODOO_HOME" \
            "it must hold odoo-bin (git checkout) or usr/bin/odoo (unpacked package)"
        return
    fi
    if [[ ! -f $DEV/odoo/.complete ]]; then
        need_disk 4000 "Odoo, its databases and a demo"
        download_odoo
        unpack_odoo
    fi
    locate_odoo || die "the Odoo in $DEV/odoo is damaged; remove that folder and run this again"
}

mirror_uri() { # the machine's own Debian mirror
    . /etc/os-release
    apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -v code="${VERSION_CODENAME:-}" '
            $2 == "main" && ($1 == code || $1 ~ /^(stable|testing|sid|unstable)$/) { print $3; exit }'
}

download_odoo() {
    [[ -z $(compgen -G "$DEV/download/odoo-19_*.deb") ]] || return 0
    local uri apt=$DEV/apt keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    local hint="set ODOO_HOME to a folder with Odoo 19.0: a git checkout, or the package unpacked with dpkg-deb -x"
    command -v apt-get >/dev/null || die "Odoo is fetched as a Debian package, but there is no apt here" "$hint"
    uri=$(mirror_uri)
    [[ -n $uri && -f $keyring ]] || die "no Debian mirror is configured on this machine" "$hint"
    say "downloading Odoo 19 (123 MB)"
    rm -rf "$apt"
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/new" "$DEV/download"
    echo "deb [signed-by=$keyring] $uri sid main" >"$apt/sources.list"
    # a private configuration: neither the system's sources nor its package lists are touched
    local options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
        -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root
        -o Acquire::Languages=none -o Debug::NoLocking=1
        # the mirror may be a snapshot: signed all the same, only older
        -o Acquire::Check-Valid-Until=false)
    if ! (cd "$apt/new" && apt-get "${options[@]}" update && apt-get "${options[@]}" download odoo-19) \
        >"$LOG/odoo-download.log" 2>&1 </dev/null; then
        tail -n 10 "$LOG/odoo-download.log" >&2
        die "the package odoo-19 (Debian suite sid) could not be fetched from the configured mirror" "$hint"
    fi
    mv "$apt"/new/odoo-19_*.deb "$DEV/download/"
    rm -rf "$apt"
}

unpack_odoo() {
    say "unpacking Odoo"
    local new=$DEV/odoo.new packages
    rm -rf "$new" "$DEV/odoo"
    mkdir -p "$new"
    packages=("$DEV"/download/odoo-19_*.deb)
    logged unpack dpkg-deb -x "${packages[0]}" "$new"
    # relative links in the package lead to fonts and scripts of other Debian packages
    local folder
    for folder in fonts fonts-font-awesome javascript; do
        ln -s "/usr/share/$folder" "$new/usr/share/$folder"
    done
    # Debian leaves this file out; without it every page logs an error
    local selfie=$new/usr/lib/python3/dist-packages/odoo/addons/mail/static/lib/selfie_segmentation
    selfie+=/selfie_segmentation.js
    mkdir -p "$(dirname "$selfie")"
    [[ -e $selfie ]] || : >"$selfie"
    touch "$new/.complete"
    mv "$new" "$DEV/odoo"
    rm -rf "$DEV/download"
}

odoo() { "$PYTHON" "$ODOO_BIN" "$@"; }
