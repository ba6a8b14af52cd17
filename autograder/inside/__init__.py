"""The student's side: all of the engine that exists in the process where student code runs.

The package is loaded by path under the name `inside`, with nothing else of the engine importable beside it, and
it holds nothing worth stealing: how values are written, how a process confines itself, how a call is served.
The grader's side imports from here (values, messages, what a zygote is told); this side imports nothing from there.
"""
