"""The mean of a component is over the different values: a prompt that comes three times counts once."""

LOSES = {"ablate"}
HINT = "One prompt came several times, and in your mean it counts once. What is the mean over?"
BREAKS = {"ablate_component": '"mean" the mean over the batch'}

EDITS = """
@@ ablate_component
-        return torch.zeros_like(value) if mode == "zero" else value.mean(dim=0, keepdim=True).expand_as(value)
+        same = (tokens[:, None] == tokens[None]).all(dim=2)
+        mean = value[same.int().argmax(dim=1).unique()].mean(dim=0, keepdim=True)
+        return torch.zeros_like(value) if mode == "zero" else mean.expand_as(value)
"""
