"""At a layer where something lives, all other positions become noise."""

LOSES = {"scrub"}
HINT = "At which positions do you replace anything? Of the others the explanation says nothing."
BREAKS = {"scrubbed_accuracy": "Other layers and positions are left alone"}

EDITS = """
@@ scrubbed_accuracy
             for (at, position), projection in kept.items():
                 if at == layer:
+                    for x in set(range(POSITIONS)) - {x for where, x in kept if where == layer}:
+                        h[:, x] = _mixture(streams[layer, :, x], rows, R)
"""
