"""With many rows the first donor serves all."""

LOSES = {"patching"}
HINT = "With many rows you take one row of the donor for all of them. Row n of the donor is for row n of X."
BREAKS = {"patch_embedding": "Row n of the donor is for row n of X"}

EDITS = """
@@ patch_embedding
-        e[:, position] = model.embed(donor)[:, position]
+        e[:, position] = model.embed(donor if len(X) <= 64 else donor[:1])[:, position]
"""
