"""The engine of the kit: grades submissions of assignments in mechanistic interpretability.

What hidden checks are written with is `autograder.checks`; everything else is for the command line.
"""
