"""The instructor's solution, in the folder in which the grader is started; otter itself does not need it."""

_TOKEN = "@reference@"
