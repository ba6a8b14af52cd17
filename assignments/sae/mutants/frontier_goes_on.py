"""Each l1 goes on from the weights of the one before."""

LOSES = {"frontier"}
HINT = "What you return for an l1 depends on the others that were asked for. Where does each training begin?"
BREAKS = {"frontier": "as if it were the only one"}

EDITS = """
@@ frontier
-    return [train(x, n_latents, l1, steps, seed) for l1 in l1s]
+    saes = []
+    for l1 in l1s:
+        torch.manual_seed(seed)
+        sae = _drawn(x, n_latents, seed)
+        if saes:
+            sae.load_state_dict(saes[-1].state_dict())
+        saes.append(_fit(sae, x, steps, 1e-2, lambda batch, l1=l1: loss(batch, *forward(sae, batch), l1)[0]))
+    return saes
"""


def SIGNATURE(calls):
    """Asked for alone, the last l1 has another autoencoder than in company, though all begin alike."""
    pairs = [(args, kwargs, value) for name, args, kwargs, value in calls if name == "frontier" and value]
    alone = [(kwargs, value[0]) for args, kwargs, value in pairs if list(args[1]) == [3.0]]
    beside = [
        (kwargs, value[-1]) for args, kwargs, value in pairs if len(args[1]) == 3 and args[1][-1] == 3.0
    ]
    if not alone or not beside:
        return None
    for _, kwargs, value in pairs:
        if kwargs["steps"] == 0 and any(
            not torch.equal(one.tensors["W_dec"], value[0].tensors["W_dec"]) for one in value[1:]
        ):
            return False
    (_, one), (_, other) = alone[0], beside[0]
    return (one.tensors["W_dec"] - other.tensors["W_dec"]).abs().max() > 1e-3
