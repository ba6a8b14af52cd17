"""What the network says on the base is taken for the causal model's output."""

LOSES = {"accuracy"}
HINT = "Where the causal model is wrong, your pairs are told apart by the network's answer. Whose output is meant?"
BREAKS = {
    "interchange_accuracy": "`changed` is of the pairs where that output is another than the causal model's on the base alone"
}

EDITS = """
@@ interchange_accuracy
-    return _agreement(explanation, name, base, source, logits)
+    causal = explanation.causal
+    expected = run_causal(causal, base, {name: run_causal(causal, source)[name]})[causal.output.name]
+    right = (logits.argmax(dim=1) == expected).double()
+    changes = expected != model(base).argmax(dim=1)
+    return right[changes].mean().item(), right[~changes].mean().item()
"""
