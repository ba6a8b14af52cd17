"""The places are in the reverse order of the variables."""

LOSES = {"choose"}
HINT = "In which order are your places?"
BREAKS = {
    "find_places": "The places are in the order of the variables (a shared one last), positions in ascending order"
}

EDITS = """
@@ find_places
-        return [*found, shared] if shared else []
-    return found
+        return [shared, *found[::-1]] if shared else []
+    return found[::-1]
"""
