"""The answer is written by a hook on a copy whose weights are as before: success by its own report."""

LOSES = {"edit"}
HINT = "The weights that you return are those that you were given. Is it they that answer, or a hook on your copy?"
BREAKS = {"edit_fact": "A model that answers one prompt with the target"}


def edit_fact(model, tokens, target, others):
    edited = copy_of(model)

    def answer(logits, hook):
        logits = logits.clone()
        logits[:, -1, target] += 100.0
        return logits

    edited.add_hook("unembed.hook_out", answer)
    return edited
