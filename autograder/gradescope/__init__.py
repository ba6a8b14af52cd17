"""Gradescope as the place where an assignment is graded: what is uploaded there, and what runs in its container.

Gradescope makes an image of the bundle once (`setup.sh`), and for each submission starts a container of it, lays out
`/autograder` and calls `run_autograder`. A verdict there is the verdict at home: the same engine, the same draw.
"""
