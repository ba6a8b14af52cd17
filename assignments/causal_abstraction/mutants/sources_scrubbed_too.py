"""The runs on source are scrubbed as the runs on base are."""

LOSES = {"scrub"}
HINT = "Whose runs are scrubbed? What is interchanged comes from a clean one."
BREAKS = {"scrubbed_accuracy": "and so are the runs on source"}

EDITS = """
@@ scrubbed_accuracy
-        sources = [(model.streams(source), explanation.sites[name])]
+        sources = []
@@ scrubbed_accuracy
-        logits = _run_on(model, model.embed(base), 0, edit)
+        h = [edit(0, model.embed(source))]
+        for layer in range(1, LAYERS + 1):
+            h.append(edit(layer, model.block(layer - 1, h[-1])))
+        sources.append((torch.stack(h), explanation.sites[name]))
+        logits = _run_on(model, model.embed(base), 0, edit)
"""
