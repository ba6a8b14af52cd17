"""Adam's moments are returned as they were, so the new latents are moved by the memory of the dead ones."""

LOSES = {"resample"}
HINT = (
    "The new latents are right, and Adam still remembers the dead ones. Which of its running means belong"
    " to them?"
)

EDITS = """
@@ resample
-    moments["W_dec"][:, dead] = 0.0
-    moments["W_enc"][:, :, dead] = 0.0
-    moments["b_enc"][:, dead] = 0.0
"""
