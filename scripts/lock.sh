#!/bin/sh
# Writes the lock files anew, with the newest versions that pyproject.toml and web/package.json allow.
# One universal file per purpose: markers for Python and system, hashes of all files of a version,
# no address of any index, so that they work with PyPI and behind a mirror. $1: the environment's bin folder.
set -eu
cd "$(dirname "$0")/.."
compile="$1/uv pip compile pyproject.toml --universal --python-version 3.11 --python $1/python
  --generate-hashes --no-header --no-annotate --no-config --quiet --upgrade"

$compile --extra postgres --extra fast --group build --group dev -o requirements/dev.txt
$compile --extra postgres --group build --constraint requirements/dev.txt -o requirements/run.txt

for folder in web web/codegen; do
    # In an empty folder: with node_modules there, npm forgets the packages of other systems.
    fresh=$(mktemp -d)
    cp "$folder/package.json" "$folder/.npmrc" "$fresh"
    "$1/python" hatch_build.py npm --prefix "$fresh" install --package-lock-only
    mv "$fresh/package-lock.json" "$folder/"
    rm -r "$fresh"
done
