"""The two scripts at the root of a bundle, by the names that Gradescope calls them by."""

SETUP = """\
#!/usr/bin/env bash
# Made by `autograder release --bundle gradescope`. Run once, as root, when the image is made: Python, the libraries as
# they were where the bundle was made, and the engine, which student code may read. The rest of the bundle it may not.
set -euo pipefail
source="${{1:-/autograder/source}}"
home="${{2:-/opt/autograder}}"
export DEBIAN_FRONTEND=noninteractive PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1

as_here() {{ command -v "python$1" >/dev/null && "python$1" -c 'import ensurepip, venv, sys; sys.exit(sys.version_info < (3, 11))'; }}
if command -v apt-get >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends bubblewrap || echo "no bubblewrap: a weaker sandbox, or none"
  for version in {python} 3.11 3.12 3.13; do
    as_here "$version" && break
    apt-get install -y -qq --no-install-recommends "python$version" "python$version-venv" && break
  done
fi
python=
for version in {python} 3.11 3.12 3.13 3; do
  if as_here "$version"; then python="python$version"; break; fi
done
if [ -z "$python" ]; then echo "there is no Python from 3.11 on: choose a newer base image" >&2; exit 1; fi

"$python" -m venv "$home"
"$home/bin/python" -m pip install -q {torch_pip} -c "$source/constraints.txt" torch
"$home/bin/python" -m pip install -q -c "$source/constraints.txt" -r "$source/requirements.txt"
cp -r "$source/engine" "$home/engine"
"$home/bin/python" -m compileall -q "$home/engine" || true
chmod -R go= "$source"
"""

RUN = """\
#!/usr/bin/env bash
# Made by `autograder release --bundle gradescope`. Grades what lies under /autograder, and writes results/results.json.
root="${1:-/autograder}"
home="${AUTOGRADER_HOME:-/opt/autograder}"
export PYTHONPATH="$home/engine" PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
exec "$home/bin/python" -P -m autograder.gradescope "$root"
"""
