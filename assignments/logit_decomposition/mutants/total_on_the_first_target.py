"""The total effect is measured on the first prompt's target."""

LOSES = {"ablate"}
HINT = "Your total effects are all on the first prompt's target. Which target belongs to a row?"
BREAKS = {"direct_and_total": "tokens is [B, T], targets [B] int64"}

EDITS = """
@@ direct_and_total
     names = components(model)
+    intact, targets = model(tokens).detach()[:, -1, targets[0]], targets[:1].expand(len(tokens))
"""
