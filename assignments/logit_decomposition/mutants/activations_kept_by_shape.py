"""The activations of a model are kept by the shape of the tokens."""

LOSES = {"look", "lens", "decompose", "neurons", "ablate"}
HINT = (
    "On other tokens of the same shape you return what you had on the first. "
    "Can what you keep tell the one from the other?"
)
BREAKS = {"named_activations": "on tokens [B, T]"}

EDITS = """
@@ _run
-    with torch.no_grad():
-        return model.run_with_cache(tokens)
+    kept = _run.__dict__.setdefault("kept", {})
+    key = model.W_U[0, 0].item(), tokens.shape
+    if key not in kept:
+        with torch.no_grad():
+            kept[key] = model.run_with_cache(tokens)
+    return kept[key]
@@ edit_fact
-    key = _run(model, tokens)[1][name][0, -1]
-    keys = torch.cat([_run(model, other)[1][name][:, -1] for other in others])
+    with torch.no_grad():
+        key = model.run_with_cache(tokens)[1][name][0, -1]
+        keys = torch.cat([model.run_with_cache(other)[1][name][:, -1] for other in others])
"""
