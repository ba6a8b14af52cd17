"""The logit is returned in place of the probability."""

LOSES = {"look"}
HINT = (
    "Your second value is a logit, not a probability. "
    "What turns the scores of all words into numbers that add up to 1?"
)
BREAKS = {"predict": "The word that the model finds most probable after the prompt, and its probability"}


def predict(model, vocabulary, prompt):
    with torch.no_grad():
        logits = model(vocabulary.encode(prompt))[0, -1]
    token = int(logits.argmax())
    return vocabulary.words[token], logits[token].item()
