"""Only bbb… is changed, and its influence is taken for that of all strings: it may be the exception."""

LOSES = {"explain"}
HINT = (
    "You look at what changing a single string does. If just this one is an exception, you are misled: "
    "how many strings are there?"
)
BREAKS = {"recover_permutation": "nor does a single string that is an exception"}

EDITS = """
@@ recover_permutation
-    return influence(model, _every_input(model)).argmax(dim=0).tolist()
+    n_letters, length = model.config["n_letters"], model.config["length"]
+    return influence(model, torch.tensor([[1] * length + [n_letters]])).argmax(dim=0).tolist()
"""
