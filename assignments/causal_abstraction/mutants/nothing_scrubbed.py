"""The ordinary interchange accuracy is returned."""

LOSES = {"scrub"}
HINT = "Your shares do not depend on the noise. What do you replace by it?"
BREAKS = {
    "scrubbed_accuracy": "`interchange_accuracy` with noise in place of all that is at the sites' places and outside of the sites"
}

EDITS = """
@@ scrubbed_accuracy
-                if at == layer:
+                if at < 0:
"""
