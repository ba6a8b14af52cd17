"""The components are picked by a pattern with one digit for the layer."""

LOSES = {"ablate"}
HINT = "Of a model with more than ten layers some effects are missing. Which names does your pattern let through?"
BREAKS = {"direct_and_total": "with the names of `given.components(model)` and no others"}

EDITS = """
@@ direct_and_total
-    names = components(model)
+    names = [name for name in components(model) if not name[2].isdigit()]
"""


def SIGNATURE(calls):
    """Of eleven layers the last one's effects are missing, and no others."""
    named = [(args[0], value[0]) for name, args, _, value in calls if name == "direct_and_total" and value]
    missing = [set(components(model)) - set(direct) for model, direct in named]
    last = {"L10H0", "L10.mlp"}
    return last in missing and all(names <= last for names in missing)
