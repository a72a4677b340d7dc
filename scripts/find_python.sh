#!/bin/sh
# Prints an interpreter. `find_python.sh` any Python >= 3.11 (python3 first, then the newest);
# `find_python.sh 3.13` that version or nothing. Looks on the PATH, then among pyenv's versions.
wanted=${1:-}
test="import sys; v = sys.version_info[:2]; sys.exit(not (v == tuple(map(int, '$wanted'.split('.'))) if '$wanted' else v >= (3, 11)))"

for name in ${wanted:+"python$wanted"} ${wanted:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$test" 2>/dev/null; then
        command -v "$name"
        exit 0
    fi
done
for python in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$wanted"*/bin/python; do
    if [ -x "$python" ] && "$python" -c "$test" 2>/dev/null; then
        echo "$python"
        exit 0
    fi
done
echo "no Python ${wanted:-3.11 or newer} found (looked for python3, python3.14 … python3.11 and in pyenv);" \
    "install one, or say where: make PYTHON=/path/to/python" >&2
exit 1
