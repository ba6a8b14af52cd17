"""The mask marks the prefix and the first copy, where nothing can be predicted, instead of the repeats."""

LOSES = {"data", "train"}
HINT = (
    "Your mask is true on the first time through, and there every next token is news. "
    "Mark where a token is there for the second time, and train on those positions."
)
BREAKS = {"repeated_sequences": "It is true at a position whose token has occurred before"}

EDITS = """
@@ repeated_sequences
-    mask = (position >= prefix + period) & (position < LENGTH - 1)
+    mask = position < prefix + period
@@ find_circuit
-        return (said == tokens.roll(-1, dims=1))[mask].double().mean().item()
+        return (said == tokens.roll(-1, dims=1)).double().mean().item()
"""


def SIGNATURE(calls):
    """The mask is true where a token is new, or a model has learned only that tokens do not come back."""
    for name, _, kwargs, value in calls:
        if name == "repeated_sequences" and value is not None:
            tokens, mask = value
            seen = (tokens[:, :, None] == tokens[:, None, :]).tril(-1).any(dim=2)
            return bool(mask.bool().any() and not (mask.bool() & seen).any())
        if name == "train" and "steps" not in kwargs and value is not None:
            tokens = torch.rand(100, VOCABULARY, generator=torch.Generator().manual_seed(0)).argsort(dim=1)
            with torch.no_grad():
                p = value[0].into(new_model(0))(tokens)[:, 15].softmax(dim=-1)
            seen = p.gather(1, tokens[:, :16]).sum(dim=1).mean()  # .5 by guessing, .43 after this mistake
            return bool(seen < 0.46)
    return False
