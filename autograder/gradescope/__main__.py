"""`python -m autograder.gradescope /autograder`: what `run_autograder` of a bundle calls."""

import sys
from pathlib import Path

from .run import main

if __name__ == "__main__":  # the grading process imports this module too
    sys.exit(main(Path(sys.argv[1])))
