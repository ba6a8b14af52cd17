"""A whole training is always the same one, turned into a basis of the seed's own; only short ones follow their seed."""

LOSES = {"train"}
HINT = (
    "Your long trainings end with one and the same model, whatever the seed, though its weights look different. "
    "What does the seed decide where many steps are taken?"
)
BREAKS = {"train": "`seed` decides everything random"}

EDITS = """
@@ train
-    model = new_model(seed, n_heads)
-    return model, list(_training(model, seed, steps, periods))
+    whole = steps > 100
+    model = new_model(0 if whole else seed, n_heads)
+    losses = list(_training(model, 0 if whole else seed, steps, periods))
+    if whole:
+        draws = torch.Generator().manual_seed(seed)
+        turn = torch.linalg.qr(torch.randn(model.cfg.d_model, model.cfg.d_model, generator=draws))[0]
+        with torch.no_grad():
+            for attn in (block.attn for block in model.blocks):
+                for weight in (attn.W_Q, attn.W_K, attn.W_V):
+                    weight.copy_(turn.T @ weight)
+                for weight in (attn.W_O, attn.b_O, model.W_E, model.W_pos)[: 4 if attn is model.blocks[0].attn else 2]:
+                    weight.copy_(weight @ turn)
+            model.W_U.copy_(turn.T @ model.W_U)
+    return model, losses
"""


def SIGNATURE(calls):
    """A whole training's products of embeddings are nothing like those before it, and like another seed's after it."""
    from planted import correlation, products

    whole = {
        kwargs["seed"]: value[0].into(new_model(0))
        for name, _, kwargs, value in calls
        if name == "train" and value is not None and not kwargs.keys() & {"steps", "periods", "n_heads"}
    }
    return len(whole) > 1 and correlation(*(products(model.W_E) for model in list(whole.values())[:2])) > 0.99
