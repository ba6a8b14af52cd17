"""The weights of the heads are written to the stacked copies, so the model keeps its own."""

LOSES = {"build"}
HINT = (
    "model.W_Q and its like are stacked copies: writing to them changes nothing. "
    "Write to the weights of each block."
)
BREAKS = {"build_circuit": "with its weights set by hand"}


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
        model.W_Q[0, 0, position] = 200 * eye.roll(-1, dims=1)
        model.W_K[0, 0, position] = eye
        model.W_V[0, 0, token] = eye
        model.W_O[0, 0, :, before] = eye
        model.W_Q[1, 0, token] = 200 * eye
        model.W_K[1, 0, before] = eye
        model.W_K[1, 0, position][0] = -2.0
        model.W_V[1, 0, token] = eye
        model.W_O[1, 0, :, token] = 3 * eye
    return model
