"""Every position is taken from the donor."""

LOSES = {"patching"}
HINT = "Your patched run is the donor's own. How many positions should come from it?"
BREAKS = {"patch_embedding": "with the embedding at slot `position` taken from donor"}

EDITS = """
@@ patch_embedding
-        e[:, position] = model.embed(donor)[:, position]
+        e[:] = model.embed(donor)
"""
