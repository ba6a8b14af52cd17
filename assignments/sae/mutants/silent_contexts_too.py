"""k contexts are returned even where the latent fires on fewer."""

LOSES = {"contexts"}
HINT = "Your list holds contexts on which the latent does not fire. How many are there on which it does?"


def top_contexts(features, contexts, latent, k):
    best = features[:, latent].topk(min(k, len(features)))
    return [contexts[i] for i in best.indices], best.values.tolist()
