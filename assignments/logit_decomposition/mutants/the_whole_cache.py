"""The whole cache is returned, whatever was asked for."""

LOSES = {"look"}
HINT = "You return activations that nobody asked for. Which names were you given?"
BREAKS = {"named_activations": "and of no others"}

EDITS = """
@@ named_activations
-    return {name: cache[name] for name in names}
+    return dict(cache.items())
"""


def SIGNATURE(calls):
    """There are more activations than names."""
    named = [
        (args, value) for name, args, _, value in calls if name == "named_activations" and value is not None
    ]
    return bool(named) and all(len(value) > len(args[2]) for args, value in named)
