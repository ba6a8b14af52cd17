"""The lab shows words of the whole model for every lesion."""

LOSES = {"lab"}
HINT = (
    "In the lab, every lesioned model writes the words of the whole one. From which matrix are they sampled?"
)


def lab_data(W, counts, symbols=SYMBOLS):
    samples = [sample_words(W, LAB_WORDS, 0, LAB_LENGTH, t, symbols) for t in LAB_TEMPERATURES]

    def view(model):
        rows = torch.stack([beliefs(model, symbol, symbols) for symbol in symbols])
        return View(
            rows, expected_length(model), rulebook(model, symbols), greedy_word(model, symbols), samples
        )

    models = {"": view(W)} | {symbol: view(lesion(W, symbol, symbols)) for symbol in symbols}
    data = counts / counts.sum(dim=1, keepdim=True).clamp(min=1)
    return LabData(symbols, data, belief_gap(W, counts), models)


def SIGNATURE(calls):
    """Models of other beliefs have the same words."""
    labs = [
        value
        for name, _, _, value in calls
        if name == "lab_data" and value is not None and "" in value.models
    ]
    labs = [lab for lab in labs if len(set(lab.models[""].samples[-1])) > 5]  # not one word again and again
    views = [(lab.models[""], view) for lab in labs for model, view in lab.models.items() if model]
    return bool(views) and all(
        whole.samples == view.samples and not whole.probabilities.equal(view.probabilities)
        for whole, view in views
    )
