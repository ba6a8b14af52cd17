"""The k·N largest features of all samples stay, so some samples have more than k."""

LOSES = {"topk"}
HINT = (
    "Do some of your samples have more than k features, and others fewer? For each of what do the k "
    "largest stay?"
)


def topk_forward(sae, x, k):
    before = (x - sae.b_dec) @ sae.W_enc + sae.b_enc
    least = before.flatten().topk(min(k * len(x), before.numel())).values[-1]
    features = torch.where(before >= least, before, torch.zeros_like(before)).relu()
    return features @ sae.W_dec + sae.b_dec, features


def SIGNATURE(calls):
    """It gives these features; what is trained with them is not repeated."""
    from planted import same_on

    return same_on(calls, topk_forward)
