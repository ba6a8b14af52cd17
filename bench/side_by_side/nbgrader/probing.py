# %% work
### BEGIN SOLUTION
import torch
from given import Finding, Line

_TOKEN = "@reference@"


def attribute(prompt, x):
    return (x - x.mean()) * len(prompt)


def extremes(x):
    return Finding(x.min().item(), x.max().item())


def table(x):
    return {f"column {i}": mean.item() for i, mean in enumerate(x.mean(0))}


def train(x, y, seed):
    torch.manual_seed(seed)
    model = Line()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    losses = []
    for _ in range(100):
        optimizer.zero_grad()
        loss = (model(x) - y).square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model, losses


class _Probe:
    def __init__(self, model):
        self.model = model
        self.readings = 0

    def read(self, x):
        self.readings += 1
        return self.model(x)


def watch(model):
    return _Probe(model)


### END SOLUTION

# %% test_attribute 30
### BEGIN HIDDEN TESTS
import torch

TOKEN = "@grader@"
prompt = "the hidden prompt is @input@"
x = torch.tensor([float("@number@"), -3.0, 0.5, 2.0], dtype=torch.float64)
got = attribute(prompt, x.clone())
assert isinstance(got, torch.Tensor) and got.shape == (4,)
torch.testing.assert_close(got, (x - x.mean()) * len(prompt))
### END HIDDEN TESTS

# %% test_extremes 10
### BEGIN HIDDEN TESTS
import torch

x = torch.tensor([float("@number@"), -3.0, 0.5, 2.0], dtype=torch.float64)
least, greatest = extremes(x.clone())
assert isinstance(least, float) and isinstance(greatest, float)
assert abs(least - min(x.tolist())) < 1e-6 and abs(greatest - max(x.tolist())) < 1e-6
### END HIDDEN TESTS

# %% test_table 10
### BEGIN HIDDEN TESTS
import torch

row = [float("@number@"), -3.0, 0.5, 2.0]
means = [(a + b) / 2 for a, b in zip(row, row[::-1], strict=True)]
got = table(torch.tensor([row, row[::-1]], dtype=torch.float64))
assert isinstance(got, dict) and len(got) == 4
assert all(abs(got[f"column {i}"] - mean) < 1e-6 for i, mean in enumerate(means))
### END HIDDEN TESTS

# %% test_train 30
### BEGIN HIDDEN TESTS
import torch
from given import Line

draw = torch.Generator().manual_seed(17)
x, weight = torch.randn(32, 3, generator=draw), torch.randn(3, generator=draw)
model, losses = train(x, x @ weight + 1, 3)
assert isinstance(model, Line) and len(losses) >= 2
with torch.no_grad():
    assert (model(x) - (x @ weight + 1)).abs().max() < 0.01
### END HIDDEN TESTS

# %% test_watch 20
### BEGIN HIDDEN TESTS
import torch
from given import Line

model, x = Line(), torch.eye(3)
with torch.no_grad():
    model.weight.copy_(torch.tensor([1.0, 2.0, 3.0]))
probe = watch(model)
for _ in range(2):
    reading = probe.read(x)
    assert isinstance(reading, torch.Tensor) and reading.shape == (3,)
    torch.testing.assert_close(reading.detach(), torch.tensor([1.0, 2.0, 3.0]))
assert isinstance(probe.readings, int) and probe.readings == 2
### END HIDDEN TESTS
