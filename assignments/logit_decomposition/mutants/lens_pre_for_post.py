"""Each layer's reading is taken before the layer instead of after it."""

LOSES = {"lens"}
HINT = (
    "Your reading for a layer does not yet hold what that layer wrote. "
    "Which of hook_resid_pre and hook_resid_post comes after the layer, and does your last column equal the model's logit?"
)
BREAKS = {"logit_lens": "Column 0 reads the stream before layer 0, column i + 1 the stream after layer i"}

EDITS = """
@@ logit_lens
-    layers = model.cfg.n_layers
-    names = [*(f"blocks.{i}.hook_resid_pre" for i in range(layers)), f"blocks.{layers - 1}.hook_resid_post"]
-    streams = torch.stack([cache[name][:, -1] for name in names], dim=1)  # [B, L + 1, d]
+    streams = [cache["blocks.0.hook_resid_pre"]]
+    streams += [cache[f"blocks.{i}.hook_resid_pre"] for i in range(model.cfg.n_layers)]
+    streams = torch.stack([stream[:, -1] for stream in streams], dim=1)
"""
