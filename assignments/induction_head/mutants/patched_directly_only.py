"""What the patched head adds to the logits directly is right; layer 1 still reads what it wrote unpatched."""

LOSES = {"cause"}
HINT = (
    "After a patch in layer 0 the heads of layer 1 still compute what they did before. Patch in a run of "
    "the model."
)
BREAKS = {"patch_pattern": "Everything after it is computed from the result"}


def patch_pattern(model, tokens, layer, head, pattern):
    with torch.no_grad():
        logits, cache = model.run_with_cache(tokens)
        z = pattern @ cache["v", layer][:, :, head]
        change = (z - cache["z", layer][:, :, head]) @ model.blocks[layer].attn.W_O[head]
        return logits + change @ model.W_U
