"""Influence is read off the weights: what the source's direction adds to the target's input, with nothing in between."""

LOSES = {"influence"}
HINT = (
    "You read the influence off the two autoencoders' weights, so the model in between does not matter. "
    "What do attention and the nonlinearity do with the source's direction?"
)
BREAKS = {"feature_influence": "the model runs on from there"}


def feature_influence(model, tokens, source, target):
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
        strength = forward(source.sae, cache[source.hook_name][:, -1])[1][:, source.latent]
        return strength * (source.sae.W_dec[source.latent] @ target.sae.W_enc[:, target.latent])


def SIGNATURE(calls):
    """It gives these values, and raises where the source is a latent of the stream, which has another length."""
    return any(value is not None for *_, value in calls) and all(
        value is None
        if "resid" in args[2].hook_name
        else value is not None and torch.allclose(value, feature_influence(*args).to(value), 1e-3, 1e-3)
        for _, args, _, value in calls
    )
