"""The patterns of a model are kept by the shape of the sequences."""

LOSES = {"look", "detect"}
HINT = (
    "On other sequences of the same shape you return what you had on the first. "
    "Can what you keep tell the one from the other?"
)
BREAKS = {"attention_patterns": "The attention of every head on the sequences tokens [N, T]"}

EDITS = """
@@ attention_patterns
-    with torch.no_grad():
-        _, cache = model.run_with_cache(tokens)
+    kept, key = attention_patterns.__dict__.setdefault("kept", {}), (model.W_U.sum().item(), tokens.shape)
+    if key not in kept:
+        with torch.no_grad():
+            kept[key] = model.run_with_cache(tokens)[1]
+    cache = kept[key]
"""
