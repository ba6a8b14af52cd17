"""The prediction is read at the position before the last."""

LOSES = {"look"}
HINT = (
    "Your prediction is the word that comes after the prompt without its last word. "
    "Which position holds the logits for the word after the last token?"
)


def predict(model, vocabulary, prompt):
    with torch.no_grad():
        probabilities = model(vocabulary.encode(prompt))[0, -2].softmax(dim=0)
    token = int(probabilities.argmax())
    return vocabulary.words[token], probabilities[token].item()
