"""Where no set would do, all neurons are returned."""

LOSES = {"explain"}
HINT = "You return a set where none would do. What does the docstring say should happen then?"
BREAKS = {"explain": "Raises ValueError where no set would do"}

EDITS = """
@@ explain
-    raise ValueError("accuracy stays above 1/2 whatever is removed")
+    return Claims(int(r.abs().argmax()), int(np.argmax(losses)), list(neurons))
"""
