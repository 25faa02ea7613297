#!/bin/sh
# Installs Bluehelm from this folder into env/ beside it; uses no network.
cd "$(dirname "$0")" || exit 1
found=
for version in {{pythons}}; do
    for name in "python$version" python3 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            [ "$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$version" ]; then
            found=$name
            break 2
        fi
    done
done
if [ -z "$found" ]; then
    echo "no Python of these versions is here: {{pythons}}. Install one, then try again." >&2
    exit 2
fi
# no settings of pip's on this computer: everything is in wheels/
PIP_CONFIG_FILE=/dev/null
PIP_NO_INDEX=1
export PIP_CONFIG_FILE PIP_NO_INDEX
unset PIP_FIND_LINKS PIP_CONSTRAINT PIP_INDEX_URL PIP_EXTRA_INDEX_URL
echo "installing with $found into env/ ..."
rm -rf env
"$found" -m venv env || {
    echo "$found -m venv failed; on Debian and Ubuntu: the package python3-venv is needed." >&2
    exit 1
}
env/bin/python -m pip install --quiet --disable-pip-version-check --no-index --no-compile \
    --find-links wheels --constraint constraints.txt bluehelm || exit 1
env/bin/python -c 'import shutil, sim, pathlib
shutil.copytree("assets", pathlib.Path(sim.__file__).parent / "_shipped" / "assets", dirs_exist_ok=True)' || exit 1
echo "done. Start the page with:  $(pwd)/env/bin/bluehelm view"
