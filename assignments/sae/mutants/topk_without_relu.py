"""The k largest stay even where they are below 0."""

LOSES = {"topk"}
HINT = "Some of your features are below 0. What happens to one of the k largest that is negative?"


def topk_forward(sae, x, k):
    before = (x - sae.b_dec) @ sae.W_enc + sae.b_enc
    values, places = before.topk(k, dim=1)
    features = torch.zeros_like(before).scatter(1, places, values)
    return features @ sae.W_dec + sae.b_dec, features


def SIGNATURE(calls):
    """It gives these features; what is trained with them is not repeated."""
    from planted import same_on

    return same_on(calls, topk_forward)
