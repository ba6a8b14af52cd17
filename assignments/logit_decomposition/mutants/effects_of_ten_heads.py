"""The components are picked by a pattern with one digit for the head."""

LOSES = {"ablate"}
HINT = (
    "Of a layer with more than ten heads some effects are missing. Which names does your pattern let through?"
)
BREAKS = {"direct_and_total": "with the names of `given.components(model)` and no others"}

EDITS = """
@@ direct_and_total
-    names = components(model)
+    names = [name for name in components(model) if name.endswith("mlp") or name[-2] == "H"]
"""


def SIGNATURE(calls):
    """Of a layer of eleven heads the last one's effects are missing, and no others."""
    named = [(args[0], value[0]) for name, args, _, value in calls if name == "direct_and_total" and value]
    missing = [set(components(model)) - set(direct) for model, direct in named]
    return {"L0H10"} in missing and all(names <= {"L0H10"} for names in missing)
