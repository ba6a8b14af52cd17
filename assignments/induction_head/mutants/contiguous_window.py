"""The tokens are a window of the vocabulary in its own order, from a random place on."""

LOSES = {"data", "train"}
HINT = (
    "In your sequences each token is followed by the next one of the vocabulary. What could a model learn "
    "from that, instead of looking back?"
)
BREAKS = {"repeated_sequences": "drawn at random from the whole VOCABULARY"}

EDITS = """
@@ repeated_sequences
-    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
+    start = torch.randint(VOCABULARY, (n, 1), generator=generator)
+    shuffled = (start + torch.arange(VOCABULARY)) % VOCABULARY
"""


def SIGNATURE(calls):
    """Each second token is the successor of the first, or a model says the successor of whatever it sees."""
    for name, _, kwargs, value in calls:
        if name == "repeated_sequences" and value is not None:
            return bool(((value[0][:, 1] - value[0][:, 0]) % VOCABULARY == 1).all())
        if name == "train" and not kwargs.keys() & {"steps", "periods"} and value is not None:
            tokens = torch.rand(50, VOCABULARY, generator=torch.Generator().manual_seed(0)).argsort(dim=1)
            with torch.no_grad():
                said = value[0].into(new_model(0))(tokens).argmax(dim=2)
            return bool((said == (tokens + 1) % VOCABULARY)[:, 5:].double().mean() > 0.35)
    return False
