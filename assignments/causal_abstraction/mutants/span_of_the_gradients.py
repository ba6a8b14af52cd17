"""The directions that the logits' gradients span, dealt out to the variables in turn."""

LOSES = {"align"}
HINT = "At a position with two variables, gradients tell what the network reads there, but not which part is whose. What tells them apart?"
BREAKS = {"learn_alignment": "The sites of the variables of a place, by name"}


def learn_alignment(model, causal, place):
    with torch.no_grad():
        streams = model.streams(all_inputs())
    h = streams[place.layer].clone().requires_grad_()
    logits = _run_on(model, h, place.layer, lambda layer, h: h)
    gradients = [torch.autograd.grad(part.sum(), h, retain_graph=True)[0] for part in logits.T]
    found = dict.fromkeys(place.names, ())
    for x in place.positions:
        V, start = torch.linalg.svd(torch.cat([g[:, x] for g in gradients]), full_matrices=False)[2].T, 0
        for v in causal.inner:
            if v.name in place.names:
                found[v.name] += (Site(place.layer, x, V[:, start : start + dimensions(v)]),)
                start += dimensions(v)
    return found


def SIGNATURE(calls):
    """Right where a variable is alone, and nowhere else."""
    from carry_out import carried_out

    shown = carried_out(calls)
    alone = [m.variables == 1 for m in shown]
    right = [m.interchange >= 0.95 and m.scrubbed >= 0.9 for m in shown]
    mixed = [m.interchange < 0.6 and m.scrubbed < 0.6 and m.excess == 0 for m in shown]
    return any(mixed) and all(r if a else x for a, r, x in zip(alone, right, mixed, strict=True))
