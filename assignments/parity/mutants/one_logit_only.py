"""The terms of logit 1 alone, not of the difference."""

LOSES = {"direct"}
HINT = (
    "Your terms add up to logit 1, not to logit[1] - logit[0]. "
    "What does each neuron write to the other logit?"
)
BREAKS = {"logit_difference_terms": "terms[i, j] is what neuron j adds to logit[1] - logit[0] on row i of X"}


def logit_difference_terms(model, X):
    with torch.no_grad():
        return hidden_activations(model, X) * model.fc2.weight[1], model.fc2.bias[1].item()
