"""The sequences have no prefix: the first copy always starts at position 0."""

LOSES = {"data"}
HINT = (
    "Every sequence starts with its segment, so the prefix always has length 0. "
    "Draw its length for each sequence, from all that leave room for two copies."
)


def repeated_sequences(n, seed, periods=PERIODS):
    generator = torch.Generator().manual_seed(seed)
    choices = torch.tensor(list(periods))
    period = choices[torch.randint(len(choices), (n, 1), generator=generator)]
    prefix = torch.zeros(n, 1, dtype=torch.int64)
    position = torch.arange(LENGTH).expand(n, -1)
    place = torch.where(position < prefix, position, prefix + (position - prefix) % period)
    shuffled = torch.rand(n, VOCABULARY, generator=generator).argsort(dim=1)
    mask = (position >= prefix + period) & (position < LENGTH - 1)
    return shuffled.gather(1, place), mask
