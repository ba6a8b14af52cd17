"""The gradients are those of the first 256 samples."""

LOSES = {"gradients"}
HINT = "Of very many samples your gradient knows the first alone. Over how many is the loss's mean?"
BREAKS = {"gradients": "The gradient of the total loss on x [N, d]"}

EDITS = """
@@ gradients
-    total, _, _ = loss(x, *forward(sae, x), l1)
+    total, _, _ = loss(x[:256], *forward(sae, x[:256]), l1)
"""


def SIGNATURE(calls):
    """Of hundreds of samples, the gradient is that of the first 256."""
    import torch

    for _, (sae, x, l1), _, value in calls:
        if len(x) > 256 and value:
            features = ((x[:256] - sae.b_dec) @ sae.W_enc + sae.b_enc).relu()
            error = (features @ sae.W_dec + sae.b_dec - x[:256]).square().sum(dim=1).mean()
            (first,) = torch.autograd.grad(error + l1 * features.sum(dim=1).mean(), [sae.W_enc])
            return torch.allclose(value["W_enc"].double(), first.double(), atol=1e-3)
    return None
