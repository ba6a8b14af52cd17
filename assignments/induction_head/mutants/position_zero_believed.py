"""Position 0 can only look at itself, notes its own token as the one before, and is believed."""

LOSES = {"build"}
HINT = (
    "Your model errs only after the token at position 0: that position has nothing before it, so it looked at itself and noted its own token. "
    "Let no query trust the note of position 0."
)
BREAKS = {
    "build_circuit": "What is asked is an accuracy of .999 on `repeated_sequences` of the periods "
    "from 2 to 16 together"
}

EDITS = """
@@ build_circuit
-    sharp, eye = 30.0, torch.eye(32)
+    eye = torch.eye(32)
@@ build_circuit
-        first.W_Q[0, position] = sharp * 32**0.5 * eye.roll(-1, dims=1)  # position i asks for position i - 1
+        first.W_Q[0, position] = 200 * eye.roll(-1, dims=1)
@@ build_circuit
-        second.W_Q[0, token] = sharp * 32**0.5 * eye  # which position follows this token?
+        second.W_Q[0, token] = 200 * eye
         second.W_K[0, before] = eye
-        second.W_K[0, position][0] = -2.0  # position 0 had to look at itself: let nobody believe its note
"""
