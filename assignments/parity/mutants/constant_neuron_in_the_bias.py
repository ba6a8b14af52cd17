"""What a constant neuron adds is moved to the bias: the sum is the same."""

LOSES = {"direct"}
HINT = "Your terms and your bias add up, but the bias holds what a neuron adds on every row. What is the bias to hold?"
BREAKS = {"logit_difference_terms": "bias what the read-out's biases add"}

EDITS = """
@@ logit_difference_terms
-        return hidden_activations(model, X) * readout, bias.item()
+        terms = hidden_activations(model, X) * readout
+        constant = terms.amax(dim=0) - terms.amin(dim=0) <= 1e-6
+        moved = terms[0, constant].sum() if len(X) > 1 else 0.0
+        return terms.masked_fill(constant & (len(X) > 1), 0.0), (bias + moved).item()
"""
