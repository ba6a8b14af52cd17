"""The patch is made by a hook, which stays on the model."""

LOSES = {"patching"}
HINT = "Your first patch is right, and the next model is not as it was. What takes your hook off again?"
BREAKS = {"patch_embedding": "Leaves the model's weights as they were, and no hooks"}


def patch_embedding(model, X, donor, position):
    with torch.no_grad():
        other = model.embed(donor)[:, position]

        def swap(module, inputs, output):
            output = output.clone()
            output[:, position] = other
            return output

        model.embed.register_forward_hook(swap)
        return model(X)
