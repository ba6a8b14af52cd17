"""The k largest in absolute value are chosen, and those below 0 are then lost."""

LOSES = {"topk"}
HINT = (
    "Do you choose by absolute value, so that very negative inputs take places and become 0? Which are "
    "the k largest features?"
)


def topk_forward(sae, x, k):
    before = (x - sae.b_dec) @ sae.W_enc + sae.b_enc
    places = before.abs().topk(k, dim=1).indices
    features = torch.zeros_like(before).scatter(1, places, before.gather(1, places).relu())
    return features @ sae.W_dec + sae.b_dec, features


def SIGNATURE(calls):
    """It gives these features; what is trained with them is not repeated."""
    from planted import same_on

    return same_on(calls, topk_forward)
