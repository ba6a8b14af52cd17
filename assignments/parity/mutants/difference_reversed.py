"""The terms of logit[0] - logit[1]."""

LOSES = {"direct"}
HINT = "Your terms have the right size and the opposite sign. Which logit is subtracted from which?"
BREAKS = {"logit_difference_terms": "Writes logit[1] - logit[0] as a sum over the hidden neurons"}


def logit_difference_terms(model, X):
    with torch.no_grad():
        readout = model.fc2.weight[0] - model.fc2.weight[1]
        return hidden_activations(model, X) * readout, (model.fc2.bias[0] - model.fc2.bias[1]).item()
