"""The mean over the rows is differentiated, so each row has a share of its gradient."""

LOSES = {"saliency"}
HINT = (
    "Your gradients are too small by the same factor on every row. "
    "Of what do you take the gradient: of each row's difference, or of their mean?"
)
BREAKS = {
    "saliency": "The gradient [N, n_bits] of logit[1] - logit[0] with respect to each bit, at each row of X [N, n_bits]"
}

EDITS = """
@@ saliency
-    (gradient,) = torch.autograd.grad((logits[:, 1] - logits[:, 0]).sum(), X)
+    (gradient,) = torch.autograd.grad((logits[:, 1] - logits[:, 0]).mean(), X)
"""
