"""The donor runs with one position of X, instead of X with one position of the donor."""

LOSES = {"patching"}
HINT = (
    "You run the donor and patch X into it. Whose run is it, and which single position comes from elsewhere?"
)
BREAKS = {
    "patch_embedding": "The logits [N, L+1, V] for X [N, L+1] with the embedding at slot `position` taken from donor"
}

EDITS = """
@@ patch_embedding
-        e = model.embed(X)
-        e[:, position] = model.embed(donor)[:, position]
+        e = model.embed(donor)
+        e[:, position] = model.embed(X)[:, position]
"""
