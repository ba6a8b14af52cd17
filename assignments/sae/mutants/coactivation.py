"""Influence is the product of the two activations: how often the latents fire together."""

LOSES = {"influence"}
HINT = (
    "Your influence is large where both latents fire, whether or not one leads to the other. What happens"
    " to the target when the source is taken out?"
)


def feature_influence(model, tokens, source, target):
    with torch.no_grad():
        _, cache = model.run_with_cache(tokens)
        first, second = (
            forward(each.sae, cache[each.hook_name][:, -1])[1][:, each.latent] for each in (source, target)
        )
    return first * second
