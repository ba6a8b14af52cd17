"""The neurons' shares of the target are compared without the LayerNorm's centring."""

LOSES = {"find"}
HINT = (
    "Some of your neurons get a share for writing the same number into every coordinate. "
    "What does the final LayerNorm do with that?"
)


def find_fact(model, tokens, target):
    _, cache = _run(model, tokens)
    direction = model.ln_final.weight.detach() * model.W_U.detach()[:, target]
    shares = [
        cache[f"blocks.{i}.mlp.hook_post"][0, -1] * (block.mlp.W_out.detach() @ direction)
        for i, block in enumerate(model.blocks)
    ]
    return divmod(int(torch.cat(shares).argmax()), len(shares[0]))
