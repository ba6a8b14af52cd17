"""The ordinary interchange accuracy is returned."""

LOSES = {"scrub"}
HINT = "Your shares do not depend on the noise. What do you replace by it?"
BREAKS = {
    "scrubbed_accuracy": "`interchange_accuracy` with everything replaced by noise that stands where variables live and is not named"
}

EDITS = """
@@ scrubbed_accuracy
-                if at == layer:
+                if at < 0:
"""
