"""The edit has a strength that is enough in the facts model, and is not looked at."""

LOSES = {"edit"}
HINT = (
    "Your edit has one strength for every model, and where the stream is longer it is too weak. "
    "What can you look at to know that it is strong enough?"
)
BREAKS = {
    "edit_fact": "maybe with its embeddings and all that its heads and MLPs write times a factor of up to three"
}

EDITS = """
@@ edit_fact
-        while edited(tokens)[0, -1].softmax(dim=0)[target] < 0.87 and strength < 1e3:
-            strength *= 1.1
-            weights.copy_(original + strength * torch.outer(u, v))
+        weights.copy_(original + 36.0 * torch.outer(u, v))
"""
