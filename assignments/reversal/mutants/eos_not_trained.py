"""The loss leaves the <eos> slot out, so what the model says there is never trained."""

LOSES = {"train"}
HINT = "Is your loss the mean over all slots? It is that of the letters alone. Which slot is missing?"
BREAKS = {"train": "the losses are the mean cross-entropy of a slot in nats, <eos> included"}


def _loss(logits, Y):
    return cross_entropy(logits[:, :-1].flatten(0, 1), Y[:, :-1].flatten())


def SIGNATURE(calls):
    """At a rate of 0 the losses are those of the letters."""
    from planted import losses_at_rest

    found = losses_at_rest(calls)
    return bool(found) and all(
        abs(loss / letters - 1) < 1e-4 for losses, letters, _ in found for loss in losses
    )
