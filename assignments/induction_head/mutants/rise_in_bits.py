"""The loss is in bits instead of nats."""

LOSES = {"cause"}
HINT = "Your scores are 1.44 times too large: in which unit are they?"
BREAKS = {"ablation_scores": "[layer, head], in nats"}

EDITS = """
@@ ablation_scores
-        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item()
+        return cross_entropy(logits[mask], tokens.roll(-1, dims=1)[mask]).item() / torch.tensor(2.0).log().item()
"""
