"""The encoder is divided by the size as well, so features stay at the scale of the training."""

LOSES = {"concepts"}
HINT = (
    "In whose units are your features, the training's or the model's? If a row of length 1 is to be "
    "multiplied by the feature, should W_enc change?"
)

EDITS = """
@@ train_on_activations
-        sae.b_enc *= size
+        sae.W_enc /= size
"""


def SIGNATURE(calls):
    """It explains the model's activations once its features are multiplied by their size."""
    from planted import explains, mean_l0s, trainings

    return max(mean_l0s(calls), default=9.0) < 5 and any(
        not explains(sae, x) and explains(sae, x, (x - x.mean(dim=0)).norm(dim=1).mean().item())
        for _, x, sae in trainings(calls)
    )
