"""The prompt is encoded without the `<bos>` token that the model begins every text with."""

LOSES = {"look"}
HINT = (
    "Your tokens lack the first one, so every word stands one position too early. "
    "What does vocabulary.encode put before the words?"
)
BREAKS = {"predict": "`vocabulary.encode(prompt)` gives the tokens [1, T]"}

EDITS = """
@@ predict
+    tokens = torch.tensor([[vocabulary.token(word) for word in prompt.split()]])
     with torch.no_grad():
-        probabilities = model(vocabulary.encode(prompt))[0, -1].softmax(dim=0)
+        probabilities = model(tokens)[0, -1].softmax(dim=0)
"""
