"""The tokens are drawn with replacement, so a token may occur twice within the prefix and segment."""

LOSES = {"data"}
HINT = (
    "Tokens of your prefix or segment may be equal by chance, and what follows such a token is not determined by it. "
    "Draw them without replacement: a shuffled vocabulary has each token once."
)


def repeated_sequences(n, seed, periods=PERIODS):
    generator = torch.Generator().manual_seed(seed)
    choices = torch.tensor(list(periods))
    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
    prefix = (torch.rand(n, 1, generator=generator) * (LENGTH - 2 * period + 1)).long()
    position = torch.arange(LENGTH).expand(n, -1)
    place = torch.where(position < prefix, position, prefix + (position - prefix) % period)
    shuffled = torch.randint(VOCABULARY, (n, VOCABULARY), generator=generator)
    mask = (position >= prefix + period) & (position < LENGTH - 1)
    return shuffled.gather(1, place), mask
