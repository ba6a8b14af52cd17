"""Changes in one direction cancel those in the other: the absolute value is taken too late."""

LOSES = {"ablation"}
HINT = "You average the changes first and take the absolute value then. What is the effect of a neuron that raises the output on half of the rows and lowers it on the others?"
BREAKS = {"effects": "The mean absolute change of the output [hidden]"}
EDITS = """
@@ effects
-        found.append((model(X) - ablated).abs().mean())
+        found.append((model(X) - ablated).mean())
"""
