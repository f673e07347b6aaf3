#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One training step of the same wave function in PyTorch, timed by phase: the yardstick of compare_step.

What a user would write: batched tensors, Metropolis without gradients, the Laplacian by one reverse pass a coordinate
through the graph of the gradient, the score-function loss, Adam. It serves for ratios taken in one run on one machine;
it is no reference for energies. Prints one JSON line: medians in milliseconds of sampling, local energy, backward (with
Adam) and their total.
"""

import argparse
import json
import math
import statistics
import time

import torch


class EquivariantSlater(torch.nn.Module):
    """ln|psi| [W] of x [W, A]: two layers, the second with a residual, A orbitals and Gaussian envelopes."""

    def __init__(self, particles, hidden):
        super().__init__()
        self.first = torch.nn.Linear(2, hidden)
        self.second = torch.nn.Linear(2 * hidden, hidden)
        self.orbitals = torch.nn.Linear(hidden, particles)
        self.width = torch.nn.Parameter(torch.full((particles,), math.sqrt(0.5)))

    def forward(self, x):
        mean = x.mean(1, keepdim=True).expand_as(x)
        h = torch.tanh(self.first(torch.stack((x, mean), -1)))
        pooled = h.mean(1, keepdim=True).expand_as(h)
        h = torch.tanh(self.second(torch.cat((h, pooled), -1))) + h
        phi = self.orbitals(h) * torch.exp(-((x[..., None] * self.width) ** 2))
        return torch.linalg.slogdet(phi)[1]


class Training:
    def __init__(self, args):
        self.args = args
        self.net = EquivariantSlater(args.particles, args.hidden)
        self.adam = torch.optim.Adam(self.net.parameters(), lr=1e-4)
        self.x = torch.randn(args.walkers, args.particles)
        self.width = 1.0

    @torch.no_grad()
    def sample(self):
        x, log_density = self.x, 2 * self.net(self.x)
        for _ in range(self.args.sweeps):
            moved = x + self.width * torch.randn_like(x)
            log_moved = 2 * self.net(moved)
            take = torch.log(torch.rand_like(log_moved)) < log_moved - log_density
            x = torch.where(take[:, None], moved, x)
            log_density = torch.where(take, log_moved, log_density)
            rate = take.to(x.dtype).mean().item()
            self.width = min(max(self.width * max(rate, 0.05) / 0.5, 0.01), 10.0)
        self.x = x

    def local_energy(self):
        args, x = self.args, self.x.detach().requires_grad_(True)
        gradient = torch.autograd.grad(self.net(x).sum(), x, create_graph=True)[0]
        last = args.particles - 1
        laplacian = sum(
            torch.autograd.grad(gradient[:, i].sum(), x, retain_graph=i < last)[0][:, i] for i in range(args.particles)
        )
        with torch.no_grad():
            r = x[:, :, None] - x[:, None, :]
            pairs = torch.exp(-(r**2) / (2 * args.range**2)).triu(diagonal=1).sum((1, 2))
            potential = 0.5 * (x**2).sum(1) + args.strength / (math.sqrt(2 * math.pi) * args.range) * pairs
            return -0.5 * (laplacian + (gradient**2).sum(1)) + potential

    def update(self, energy):
        self.adam.zero_grad()
        (2 * (energy - energy.mean()).detach() * self.net(self.x)).mean().backward()
        self.adam.step()


def arguments():
    parser = argparse.ArgumentParser(description="One training step in PyTorch, timed by phase.")
    parser.add_argument("--particles", type=int, default=4)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--walkers", type=int, default=4096)
    parser.add_argument("--sweeps", type=int, default=10)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--strength", type=float, default=10.0)
    parser.add_argument("--range", type=float, default=0.5)
    parser.add_argument("--dtype", choices=["float32", "float64"], default="float64")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.set_default_dtype(getattr(torch, args.dtype))
    torch.manual_seed(1)
    training = Training(args)
    phases = {"sampling": [], "local_energy": [], "backward": [], "total": []}
    for step in range(args.warmup + args.steps):
        times = [time.perf_counter()]
        training.sample()
        times.append(time.perf_counter())
        energy = training.local_energy()
        times.append(time.perf_counter())
        training.update(energy)
        times.append(time.perf_counter())
        if step >= args.warmup:
            spent = [after - before for before, after in zip(times, times[1:])]
            for numbers, seconds in zip(phases.values(), spent + [times[-1] - times[0]]):
                numbers.append(1e3 * seconds)
    medians = {name: round(statistics.median(numbers), 2) for name, numbers in phases.items()}
    parameters = sum(p.numel() for p in training.net.parameters())
    print(json.dumps({"torch": torch.__version__, **vars(args), "parameters": parameters,
                      "energy": round(energy.mean().item(), 4), "milliseconds": medians}))


if __name__ == "__main__":
    main()
