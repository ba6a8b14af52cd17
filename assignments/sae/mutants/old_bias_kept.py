"""The new latents keep the biases with which they died."""

LOSES = {"resample"}
HINT = "Your new latents have new directions and are dead again at once. What else kept them below 0?"
BREAKS = {"resample": "as `b_enc`, 0"}

EDITS = """
@@ resample
-        new.b_enc[dead] = 0.0
"""
