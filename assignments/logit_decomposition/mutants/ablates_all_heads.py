"""All heads of the layer are ablated."""

LOSES = {"ablate"}
HINT = "Ablating one head of yours takes its neighbours with it. Which axis of hook_z counts the heads?"

EDITS = """
@@ ablate_component
-        z = z.clone()
-        z[:, :, head] = replacement(z[:, :, head])
-        return z
+        return replacement(z)
"""
