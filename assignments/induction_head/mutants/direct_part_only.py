"""Only what the head adds to the logits directly is taken out; layer 1 still reads what it wrote."""

LOSES = {"cause", "circuit"}
HINT = (
    "Without a head of layer 0 the heads of layer 1 still compute what they did with it. Replace its "
    "output in a run of the model."
)
BREAKS = {"ablate_head": "Everything after it is computed from the replaced values"}


def ablate_head(model, tokens, layer, head, mode="zero"):
    if mode not in ("zero", "mean"):
        raise ValueError(mode)
    with torch.no_grad():
        logits, cache = model.run_with_cache(tokens)
        z = cache["z", layer][:, :, head]
        instead = z.mean(dim=0) if mode == "mean" else torch.zeros_like(z)
        return logits + (instead - z) @ model.blocks[layer].attn.W_O[head] @ model.W_U
