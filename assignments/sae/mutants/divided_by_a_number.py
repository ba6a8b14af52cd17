"""The activations are divided by 7.5, the mean distance of the handout's, whatever that of the given ones is."""

LOSES = {"concepts"}
HINT = "Your activations are divided by a number of which theirs is only near. By what, if they are ten times as large?"
BREAKS = {"train_on_activations": "at any scale of x, ten times as large or as small too"}

EDITS = """
@@ train_on_activations
-    size = (x - centre).norm(dim=1).mean()
+    size = 7.5
"""


def SIGNATURE(calls):
    """Few latents fire on the activations as they are, and many on those ten times as large."""
    from planted import mean_l0s, trainings

    sizes = [(x - x.mean(dim=0)).norm(dim=1).mean().item() for _, x, _ in trainings(calls)]
    l0s = [l0 for _, l0 in sorted(zip(sizes, mean_l0s(calls), strict=True))]
    return len(l0s) > 1 and max(sizes) > 5 * min(sizes) and l0s[0] < 4 < l0s[-1]
