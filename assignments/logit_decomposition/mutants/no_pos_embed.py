"""The position's embedding is left out."""

LOSES = {"decompose"}
HINT = "Your sum lacks what stands in the stream before any word is known. What besides the word is embedded?"
BREAKS = {"decompose_logit": "the embeddings of the last token and of its position"}

EDITS = """
@@ decompose_logit
-    written = {"embed": cache["hook_embed"][:, -1], "pos_embed": cache["hook_pos_embed"][:, -1]}
+    written = {"embed": cache["hook_embed"][:, -1]}
"""


def SIGNATURE(calls):
    """It is missing: where it is there and wrong, the values alone would agree, since further names do not count."""
    there = any("pos_embed" in terms for _, _, _, terms in calls if terms is not None)
    return False if there else None
