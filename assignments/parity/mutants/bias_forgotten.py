"""The read-out's biases are left out of the logit difference."""

LOSES = {"direct"}
HINT = (
    "Your terms are right, but something is missing from their sum, the same on every row. "
    "What else does the read-out add?"
)
BREAKS = {
    "logit_difference_terms": "bias what the read-out's biases add, so that terms.sum(dim=1) + bias is the difference on each row"
}


def logit_difference_terms(model, X):
    with torch.no_grad():
        return hidden_activations(model, X) * (model.fc2.weight[1] - model.fc2.weight[0]), 0.0
