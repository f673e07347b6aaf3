#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A PyTorch yardstick for message passing in a box: time of a value, a local energy and a gradient.

The networks of docs/message-passing.md with random weights, N particles in a cube:
--network attention: T rounds on pair features of width F, backflow of plane waves, two determinants, a Deep Set Jastrow factor
--network pairing: Kim's rounds M, G, F, mean pooling, pair orbital on (h_i, h_j, h_ij), ln|pf| as half of ln|det|, the same Jastrow
--laplacian forward: value, gradient and Laplacian in one pass over stacked derivative lanes (the leanest way in PyTorch)
--laplacian backward: a second backward pass for each coordinate (the way of the published programs)
Prints one line of JSON: milliseconds for a batch, and parameters. Double precision unless --float; --threads 1.
"""
import argparse, json, math, time
import torch

p = argparse.ArgumentParser()
p.add_argument("--particles", type=int, default=14)
p.add_argument("--walkers", type=int, default=32)
p.add_argument("--width", type=int, default=32)
p.add_argument("--rounds", type=int, default=2)
p.add_argument("--steps", type=int, default=3)
p.add_argument("--network", choices=["attention", "pairing"], default="attention")
p.add_argument("--laplacian", choices=["forward", "backward"], default="forward")
p.add_argument("--float", action="store_true")
p.add_argument("--threads", type=int, default=1)
a = p.parse_args()
torch.set_num_threads(a.threads)
torch.set_default_dtype(torch.float32 if a.float else torch.float64)
torch.manual_seed(1)
N, F, L = a.particles, a.width, 1.0
up = (N + 1) // 2
spin = torch.tensor([1.0] * up + [-1.0] * (N - up))


class Lanes:
    """A value v [...], its derivatives g [K, ...] by K coordinates, its Laplacian l [...]; g None: the value alone."""

    def __init__(self, v, g=None, l=None):
        self.v, self.g, self.l = v, g, l

    def map(self, f):  # any linear map of the last dimensions
        return Lanes(f(self.v), None if self.g is None else f(self.g), None if self.l is None else f(self.l))

    def linear(self, layer):
        w, b = layer
        out = self.map(lambda t: t @ w)
        out.v = out.v + b
        return out

    def pointwise(self, f, d1, d2):
        y, s = f(self.v), d1(self.v)
        if self.g is None:
            return Lanes(y)
        return Lanes(y, s * self.g, s * self.l + d2(self.v) * (self.g * self.g).sum(0))

    def gelu(self):
        phi = lambda x: torch.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
        cdf = lambda x: 0.5 * (1 + torch.erf(x / math.sqrt(2)))
        return self.pointwise(lambda x: x * cdf(x), lambda x: cdf(x) + x * phi(x), lambda x: (2 - x * x) * phi(x))

    def __add__(self, o):
        return Lanes(self.v + o.v, None if self.g is None else self.g + o.g, None if self.l is None else self.l + o.l)

    def bilinear(self, o, f):
        if self.g is None:
            return Lanes(f(self.v, o.v))
        cross = sum(f(x, y) for x, y in zip(self.g, o.g))
        return Lanes(f(self.v, o.v), torch.stack([f(x, o.v) + f(self.v, y) for x, y in zip(self.g, o.g)]),
                     f(self.l, o.v) + f(self.v, o.l) + 2 * cross)


def cat(*parts):
    some = parts[0].g is not None
    return Lanes(torch.cat([q.v for q in parts], -1), torch.cat([q.g for q in parts], -1) if some else None,
                 torch.cat([q.l for q in parts], -1) if some else None)


def layer(n, m):
    return [(torch.randn(n, m) / math.sqrt(n)).requires_grad_(), torch.zeros(m, requires_grad=True)]


def mlp(n, m):
    return [layer(n, F), layer(F, m)]


def run(net, x):
    return x.linear(net[0]).gelu().linear(net[1])


X = 8
nets = [dict(q=layer(X + F, F), k=layer(X + F, F), m=mlp(F, F), one=mlp(2 * F, F), two=mlp(X + 2 * F, F)) for _ in range(a.rounds)]
if a.network == "pairing":
    nets = [dict(m=mlp(2 * F + F, F), two=mlp(2 * F, F - X), one=mlp(2 * F, F - 1)) for _ in range(a.rounds)]
    lift_one, lift_two = layer(1, F), layer(X, F)
    orbital = mlp(3 * F, 1)
h_one, h_two = torch.randn(F).requires_grad_(), torch.randn(F).requires_grad_()
back = (torch.randn(F, 3) * 0.01).requires_grad_()
jastrow = mlp(F, 1)
flat = [t for net in nets for v in net.values() for t in (v if torch.is_tensor(v[0]) else [u for w in v for u in w])]
if a.network == "pairing":
    flat = flat + list(lift_one) + list(lift_two) + [u for w in orbital for u in w]
parameters = flat + [h_one, h_two, back] + [u for w in jastrow for u in w]
shells = sorted([(i, j, k) for i in range(-3, 4) for j in range(-3, 4) for k in range(-3, 4)], key=lambda n: (sum(c * c for c in n), n))
half = [n for n in shells if n > (0, 0, 0)]
waves = 2 * math.pi / L * torch.tensor([[float(c) for c in n] for n in half[: up // 2]]).T  # [3, waves]


def psi(x, lanes):
    """ln|psi| [B] of x [B, N, 3] as Lanes; with `lanes` the derivatives by all 3 N coordinates."""
    B = x.shape[0]
    if lanes:
        unit = torch.eye(3 * N).reshape(3 * N, 1, N, 3).expand(3 * N, B, N, 3)
        r = Lanes(x, unit, torch.zeros_like(x))
    else:
        r = Lanes(x)
    d = r.map(lambda t: (t.unsqueeze(-2) - t.unsqueeze(-3)) * (2 * math.pi / L))  # [.., N, N, 3]
    c, s = d.pointwise(torch.cos, lambda t: -torch.sin(t), lambda t: -torch.cos(t)), d.pointwise(torch.sin, torch.cos, lambda t: -torch.sin(t))
    square = c.map(lambda t: -0.5 * t.sum(-1, keepdim=True))
    square.v = square.v + 1.5 + 0.01
    norm = square.pointwise(torch.sqrt, lambda t: 0.5 * t ** -0.5, lambda t: -0.25 * t ** -1.5)
    label = (spin[:, None] * spin[None, :]).reshape(1, N, N, 1).expand(B, N, N, 1)
    zero = lambda v: Lanes(v, torch.zeros(3 * N, *v.shape), torch.zeros_like(v)) if lanes else Lanes(v)
    xij = cat(c, s, norm, zero(label))
    if a.network == "pairing":
        return pairing(r, xij, zero, B)
    hij, hi = zero(h_two.expand(B, N, N, F)), zero(h_one.expand(B, N, F))
    for net in nets:
        g = cat(xij, hij)
        product = g.linear(net["q"]).bilinear(g.linear(net["k"]), lambda u, w: torch.matmul(u.permute(0, 3, 1, 2), w.permute(0, 3, 1, 2)).permute(0, 2, 3, 1))
        m = product.map(lambda t: t / math.sqrt(N)).gelu().bilinear(run(net["m"], hij), lambda u, w: u * w)
        hi = hi + run(net["one"], cat(m.map(lambda t: t.sum(-2)), hi))
        hij = hij + run(net["two"], cat(m, g))
    y = r + hi.map(lambda t: t @ back)
    phase = y.map(lambda t: t @ waves)
    one = zero(torch.ones(B, N, 1))
    orbitals = cat(one, phase.pointwise(torch.cos, lambda t: -torch.sin(t), lambda t: -torch.cos(t)),
                   phase.pointwise(torch.sin, torch.cos, lambda t: -torch.sin(t)))
    total = run(jastrow, hi).map(lambda t: t.sum(-2).squeeze(-1))
    for rows in (slice(0, up), slice(up, N)):
        M = orbitals.map(lambda t: t[..., rows, : rows.stop - rows.start])
        value = torch.linalg.slogdet(M.v)[1]
        if lanes:
            inverse = torch.linalg.inv(M.v)
            X = inverse @ M.g
            trace = X.diagonal(dim1=-2, dim2=-1).sum(-1)
            lap = (inverse @ M.l).diagonal(dim1=-2, dim2=-1).sum(-1) - (X * X.transpose(-1, -2)).sum((0, -1, -2))
            total = total + Lanes(value, trace, lap)
        else:
            total = total + Lanes(value)
    return total


def pairing(r, xij, zero, B):
    """ln|psi| of the pair orbital and the Jastrow factor on Kim's message passing; only pairs j != i are pooled."""
    xi = zero(spin.reshape(1, N, 1).expand(B, N, 1))
    rows = lambda h: h.map(lambda t: t.unsqueeze(-2).expand(*t.shape[:-1], N, t.shape[-1]))
    columns = lambda h: h.map(lambda t: t.unsqueeze(-3).expand(*t.shape[:-2], N, N, t.shape[-1]))
    others = (1 - torch.eye(N)).reshape(N, N, 1)
    hi, hij = xi.linear(lift_one), xij.linear(lift_two)
    for net in nets:
        m = run(net["m"], cat(rows(hi), columns(hi), hij))
        pooled = m.map(lambda t: (t * others).sum(-2) / (N - 1))
        hi, hij = cat(xi, run(net["one"], cat(hi, pooled))), cat(xij, run(net["two"], cat(hij, m)))
    nu = run(orbital, cat(rows(hi), columns(hi), hij)).map(lambda t: t.squeeze(-1))
    M = nu.map(lambda t: t - t.transpose(-1, -2))
    total = run(jastrow, hi).map(lambda t: t.sum(-2).squeeze(-1))
    value = 0.5 * torch.linalg.slogdet(M.v)[1]
    if M.g is None:
        return total + Lanes(value)
    inverse = torch.linalg.inv(M.v)
    Y = inverse @ M.g
    trace = 0.5 * Y.diagonal(dim1=-2, dim2=-1).sum(-1)
    lap = 0.5 * (inverse @ M.l).diagonal(dim1=-2, dim2=-1).sum(-1) - 0.5 * (Y * Y.transpose(-1, -2)).sum((0, -1, -2))
    return total + Lanes(value, trace, lap)


def kinetic(x):
    if a.laplacian == "forward":
        with torch.no_grad():
            out = psi(x, True)
            return -0.5 * (out.l + (out.g * out.g).sum(0))
    x = x.clone().requires_grad_()
    (grad,) = torch.autograd.grad(psi(x, False).v.sum(), x, create_graph=True)
    flat, lap = grad.reshape(x.shape[0], -1), 0
    for k in range(3 * N):
        lap = lap + torch.autograd.grad(flat[:, k].sum(), x, retain_graph=True)[0].reshape(x.shape[0], -1)[:, k]
    return (-0.5 * (lap + (flat * flat).sum(1))).detach()


def clock(f):
    f()
    times = []
    for _ in range(a.steps):
        start = time.perf_counter()
        f()
        times.append(1e3 * (time.perf_counter() - start))
    return sorted(times)[len(times) // 2]


x = torch.rand(a.walkers, N, 3) * L


def value():
    with torch.no_grad():
        return psi(x, False).v


def gradient():
    for t in parameters:
        t.grad = None
    (psi(x, False).v * torch.linspace(-1, 1, a.walkers)).sum().backward()


print(json.dumps({"milliseconds": {"value": clock(value), "local_energy": clock(lambda: kinetic(x)), "gradient": clock(gradient)},
                  "walkers": a.walkers, "particles": N, "parameters": sum(t.numel() for t in parameters), "kinetic": kinetic(x)[:2].tolist()}))
