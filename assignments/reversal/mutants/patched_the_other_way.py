"""The donor runs with one position of X, instead of X with one position of the donor."""

LOSES = {"patching"}
HINT = (
    "You run the donor and patch X into it. Whose run is it, and which single position comes from elsewhere?"
)

EDITS = """
@@ patch_embedding
-        e = model.embed(X)
-        e[:, position] = model.embed(donor)[:, position]
+        e = model.embed(donor)
+        e[:, position] = model.embed(X)[:, position]
"""
