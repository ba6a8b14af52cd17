"""Position 0 can only look at itself, notes its own token as the one before, and is believed."""

LOSES = {"build"}
HINT = (
    "Your model errs only after the token at position 0: that position has nothing before it, so it looked at itself and noted its own token. "
    "Let no query trust the note of position 0."
)


def build_circuit():
    model = new_model(0, d_model=96)
    token, before, position = slice(0, 32), slice(32, 64), slice(64, 96)
    eye = torch.eye(32)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        model.W_E[:, token] = eye
        model.W_pos[:, position] = eye
        model.W_U[token] = eye
        first, second = (block.attn for block in model.blocks)
        first.W_Q[0, position] = 200 * eye.roll(-1, dims=1)
        first.W_K[0, position] = eye
        first.W_V[0, token] = eye
        first.W_O[0, :, before] = eye
        second.W_Q[0, token] = 200 * eye
        second.W_K[0, before] = eye
        second.W_V[0, token] = eye
        second.W_O[0, :, token] = 3 * eye
    return model
