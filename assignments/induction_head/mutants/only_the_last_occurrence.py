"""Only the latest earlier occurrence of the token counts as a target."""

LOSES = {"detect"}
HINT = (
    "You count only what followed the latest occurrence of the token. "
    "Attention may go to any of the earlier ones: add them up."
)
BREAKS = {"induction_targets": "right after each earlier occurrence of it"}


def induction_targets(tokens):
    before = torch.nn.functional.pad(tokens[:, :-1], (1, 0), value=-1)
    targets = (tokens[:, :, None] == before[:, None, :]).tril()
    later = targets.flip(2).cumsum(dim=2).flip(2)
    return targets & (later == 1)
