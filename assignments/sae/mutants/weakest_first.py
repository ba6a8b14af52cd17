"""The contexts come in ascending order of the activation."""

LOSES = {"contexts"}
HINT = (
    "Your contexts are the right ones or the wrong end of the list: the order is reversed. Which comes first?"
)


def top_contexts(features, contexts, latent, k):
    values = features[:, latent]
    order = values.argsort(descending=True)[: min(k, int((values > 0).sum()))].flip(0)
    return [contexts[i] for i in order], values[order].tolist()
