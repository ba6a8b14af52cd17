"""The shared place stands before the others."""

LOSES = {"choose"}
HINT = "Where some variables share a place and others have their own: in which order are they?"
BREAKS = {"find_places": "(a shared one last)"}

EDITS = """
@@ _places
-        return [*found, shared] if shared else []
+        return [shared, *found] if shared else []
"""
