"""The best roles of the pieces around each cue, and how sure they are.

A conditional random field over a chain (Lafferty, McCallum and Pereira, ICML 2001).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quotes.tagging.links import Floats

ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
SOURCE, CONTENT = 1, 3
Doubles = NDArray[np.float64]
_NEVER = -1e4


class Lattice:
    """Linear-chain inference over roles, for many cues side by side.

    scores: [cues, places, roles]; moves: as `moves` gives; inside: [cues, places], one true stretch a cue.
    """

    def __init__(self, scores: Floats, moves: Floats, inside: NDArray[np.bool_]) -> None:
        used = np.flatnonzero(inside.any(axis=0))
        self._from, upto = int(used[0]), int(used[-1]) + 1
        self._scores = np.ascontiguousarray(scores[:, self._from : upto].transpose(1, 0, 2))
        outside = ~inside[:, self._from : upto].T
        self._scores[outside] = [0.0, _NEVER, _NEVER, _NEVER, _NEVER]
        first = inside[:, self._from : upto].argmax(axis=1)
        # what stands before the window is unknown, so beginning there costs no move from outside a role
        self._scores[first, np.arange(len(first))] -= np.where(_BEGIN == 0, (first > 0)[:, None] * moves[0], 0)
        self._moves = moves

    def spans(self) -> list[list[tuple[int, int, int, float]]]:
        """For each cue (role, first place, place after the last, probability) of the best sequence's spans."""
        best = self._best()
        forward, backward, total = self._sums()
        found: list[list[tuple[int, int, int, float]]] = []
        for cue in range(best.shape[1]):
            path = best[:, cue]
            spans = []
            for begin in np.flatnonzero((path == SOURCE) | (path == CONTENT)):
                role, end = int(path[begin]), int(begin) + 1
                while end < len(path) and path[end] == role + 1:
                    end += 1
                sure = self._probability(cue, role, int(begin), end, forward, backward) - total[cue]
                spans.append((role, int(begin) + self._from, end + self._from, float(np.exp(min(sure, 0.0)))))
            found.append(spans)
        return found

    def _best(self) -> NDArray[np.int64]:
        """The best legal sequences (Viterbi): [places, cues]."""
        places, cues, _ = self._scores.shape
        reached = np.empty_like(self._scores)
        reached[0] = self._scores[0] + _BEGIN
        for place in range(1, places):
            (reached[place - 1][:, :, None] + self._moves).max(axis=1, out=reached[place])
            reached[place] += self._scores[place]
        path = np.empty((places, cues), dtype=np.int64)
        path[-1] = reached[-1].argmax(axis=1)
        into = self._moves.T
        for place in range(places - 1, 0, -1):
            path[place - 1] = (reached[place - 1] + into[path[place]]).argmax(axis=1)
        return path

    def _sums(self) -> tuple[Doubles, Doubles, Doubles]:
        """Log sums over all legal sequences: up to each place, with it; after each place; and whole.

        [places, cues, roles] twice, [cues]. Both ways go side by side, as products scaled to add up to 1: that takes
        far fewer steps of numpy than sums of logarithms.
        """
        scores = self._scores.astype(np.float64)
        top = scores.max(axis=2, keepdims=True)
        raised = np.exp(scores - top)
        factors = np.stack([raised, raised[::-1]], axis=1)
        ways = np.exp(self._moves.astype(np.float64))
        ways = np.stack([ways, ways.T])
        reached = np.empty_like(factors)
        reached[0] = factors[0] * np.stack([np.exp(_BEGIN), np.ones_like(_BEGIN)])[:, None, :]
        scales = np.ones((*factors.shape[:3], 1))
        for place in range(1, len(factors)):
            np.matmul(reached[place - 1], ways, out=reached[place])
            reached[place] *= factors[place]
            reached[place].sum(axis=2, keepdims=True, out=scales[place])
            reached[place] /= scales[place]
        tops = np.stack([top, top[::-1]], axis=1)
        with np.errstate(divide="ignore"):  # what no legal sequence reaches
            logs = np.log(reached) + np.cumsum(np.log(scales) + tops, axis=0)
        forward, backward = logs[:, 0], logs[::-1, 1] - scores
        return forward, backward, _logsumexp(forward[-1])

    def _probability(self, cue: int, role: int, begin: int, end: int, forward: Doubles, backward: Doubles) -> float:
        """The unnormalised log probability that a span of `role` stands just from `begin` to `end`."""
        scores, moves = self._scores[:, cue], self._moves
        first = _BEGIN[role] if begin == 0 else _logsumexp(forward[begin - 1, cue] + moves[:, role])
        sure = first + scores[begin, role]
        inner = role + 1
        if end > begin + 1:
            sure += (
                moves[role, inner] + (end - begin - 2) * moves[inner, inner] + scores[begin + 1 : end, inner].sum()
            )
        if end < len(scores):
            last = role if end == begin + 1 else inner
            after = moves[last] + scores[end] + backward[end, cue]
            sure += _logsumexp(np.delete(after, inner))
        return float(sure)


_BEGIN = np.array([0.0, 0.0, _NEVER, 0.0, _NEVER], dtype=np.float32)


def moves(transitions: Floats) -> Floats:
    """Transition scores with the illegal ones ruled out: I- comes only after B- or I- of its own."""
    allowed = np.ones(transitions.shape, dtype=bool)
    for inner in (2, 4):
        allowed[:, inner] = False
        allowed[[inner - 1, inner], inner] = True
    return np.where(allowed, transitions, np.float32(_NEVER))


def _logsumexp(scores: Doubles, axis: int = -1) -> Doubles:
    top = scores.max(axis=axis, keepdims=True)
    result: Doubles = np.log(np.exp(scores - top).sum(axis=axis)) + top.squeeze(axis)
    return result
