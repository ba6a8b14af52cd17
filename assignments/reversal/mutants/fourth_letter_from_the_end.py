"""The answer is looked up as in a string of four letters."""

LOSES = {"probes"}
HINT = (
    "With strings of another length your probe reads another letter. Which column of X holds the answer then?"
)
BREAKS = {
    "probe_with_controls": "The answer for a row of X [N, L+1] is what `targets` has in slot `position`"
}

EDITS = """
@@ probe_with_controls
-    t = X[:, -2 - position]
+    t = X[:, 3 - position]
"""


def SIGNATURE(calls):
    """In strings of four letters what is held is read, in strings of three it is not."""
    held = [
        (args[2].shape[1], value.trained)
        for name, args, kwargs, value in calls
        if name == "probe_with_controls" and value is not None and args[3] in ("embed", "h2")
        if args[3] == "embed" or kwargs["seed"] == 1
    ]
    four, three = ([share for length, share in held if length == n] for n in (5, 4))
    return bool(four) and bool(three) and min(four) > 0.9 and max(three) < 0.75
