"""`python -m autograder.gradescope /autograder`: what `run_autograder` of a bundle calls."""

import io
import sys
from pathlib import Path

from .run import main

if __name__ == "__main__":  # the grading process imports this module too
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a container may have no encoding but ASCII
    sys.exit(main(Path(sys.argv[1])))
