"""The first row of the donor is used for every row."""

LOSES = {"patching"}
HINT = "Every row gets the same letter from the donor. Which of its rows belongs to which of yours?"
BREAKS = {"patch_embedding": "Row n of the donor is for row n of X"}

EDITS = """
@@ patch_embedding
-        e[:, position] = model.embed(donor)[:, position]
+        e[:, position] = model.embed(donor)[0, position]
"""
