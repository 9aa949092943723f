"""Processes built of nested blocks, and what is open in them by an obvious reading of the blocks themselves.

The reference keeps a term: what is left to do, written as nested tuples, and rewrites it by hand. It knows no tokens, arrows,
joins or scopes, and shares nothing with the engine.
"""

from itertools import pairwise

from hypothesis import strategies as st

from tests.situations.processes import body

# A block is a tuple: ("task",) ("seq", blocks) ("par", blocks) ("xor", blocks) ("loop", block) ("sub", block)
#                     ("late", block) ("race", block) ("multi", n); `numbered` gives each an id at [1].
LEAVES = st.one_of(st.just(("task",)), st.builds(lambda n: ("multi", n), st.integers(1, 3)))


def _grown(inner):
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.sampled_from(["seq", "par", "xor"]), several),
        st.tuples(st.sampled_from(["loop", "sub", "late", "race"]), inner),
    )


BLOCKS = st.recursive(LEAVES, _grown, max_leaves=8)


def numbered(block, counter=None):
    counter = counter if counter is not None else iter(range(1, 1000))
    name, kind = f"n{next(counter)}", block[0]
    if kind in {"seq", "par", "xor"}:
        return (kind, name, tuple(numbered(inner, counter) for inner in block[1]))
    if kind in {"loop", "sub", "late", "race"}:
        return (kind, name, numbered(block[1], counter))
    return (kind, name, *block[1:])


# The reference


def begun(block):
    """What is left of a block that has just been reached."""
    kind, name = block[:2]
    match kind:
        case "task":
            return ("open", name)
        case "multi":
            return ("all", tuple(("open", name) for _ in range(block[2])))
        case "seq":
            return ("then", begun(block[2][0]), block[2][1:])
        case "par":
            return ("all", tuple(begun(inner) for inner in block[2]))
        case "xor" | "race":
            return ("asks", name, block)
        case "loop":
            return ("looping", begun(block[2]), block)
        case "late":
            return ("watched", ("open", name), block)
        case "sub":
            return begun(block[2])


def is_open(left):
    """The ids that can be done now, one for each time."""
    if left is None:
        return []
    match left[0]:
        case "open":
            return [left[1]]
        case "asks":
            return [left[1]] if left[2][0] == "xor" else [f"{left[1]}_msg", f"{left[1]}_time"]
        case "all":
            return [name for part in left[1] for name in is_open(part)]
        case "watched":
            return [left[2][1], f"{left[2][1]}_time"]
        case "repeat":
            return [left[1]]
        case _:
            return is_open(left[1])


def done(left, name, answer):
    """What is left after one of the open ids is done; None when nothing is."""
    return _DONE[left[0]](left, name, answer)


def _asked(left, name, answer):
    _asks, asked, block = left
    if block[0] == "xor":
        return begun(block[2][answer % len(block[2])])
    return None if name == f"{asked}_msg" else begun(block[2])


def _one_of_all(left, name, answer):
    parts = list(left[1])
    at = next(at for at, part in enumerate(parts) if name in is_open(part))
    parts[at] = done(parts[at], name, answer)
    return ("all", tuple(parts)) if any(part is not None for part in parts) else None


def _then(left, name, answer):
    inner, after = done(left[1], name, answer), left[2]
    if inner is not None:
        return ("then", inner, after)
    return ("then", begun(after[0]), after[1:]) if after else None


def _looping(left, name, answer):
    inner = done(left[1], name, answer)
    return ("looping", inner, left[2]) if inner is not None else ("repeat", left[2][1], left[2])


_DONE = {
    "open": lambda _left, _name, _answer: None,
    "asks": _asked,
    "all": _one_of_all,
    "watched": lambda left, name, _answer: begun(left[2][2]) if name.endswith("_time") else None,
    "then": _then,
    "looping": _looping,
    "repeat": lambda left, _name, answer: ("looping", begun(left[2][2]), left[2]) if answer % 2 else None,
}


# The same as a file


class File:
    """Nodes and arrows of a block; `decides` says which ids answer with a number, and of how many."""

    def __init__(self):
        self.nodes, self.flows, self.inside, self.facts, self.decides = [], [], {}, {}, {}
        self.loops = set()

    def add(self, node, flows=()):
        self.nodes.append(node)
        self.flows.extend(flows)

    def asks(self, name, many):
        self.facts[name] = f"{name}_says=" + ",".join(f"v{at}" for at in range(many))
        self.decides[name] = many

    def block(self, block):
        """Draw it; returns the ids of its first and last element."""
        kind, name, *rest = block
        match kind:
            case "task":
                self.add(f"user:{name}")
                return name, name
            case "multi":
                self.inside[name] = (
                    f"<multiInstanceLoopCharacteristics><loopCardinality>{rest[0]}</loopCardinality></multiInstanceLoopCharacteristics>"
                )
                self.add(f"user:{name}")
                return name, name
            case "seq":
                ends = [self.block(inner) for inner in rest[0]]
                self.flows.extend(f"{one[1]}>{two[0]}" for one, two in pairwise(ends))
                return ends[0][0], ends[-1][1]
            case "par":
                self.add(f"par:{name}_a")
                self.add(f"par:{name}_z")
                return self._between(f"{name}_a", f"{name}_z", rest[0])
            case "xor":
                return self._xor(name, rest[0])
            case "loop":
                return self._loop(name, rest[0])
            case "sub":
                return self._sub(name, rest[0])
            case _:
                return self._events(kind, name, rest[0])

    def _between(self, first, last, blocks):
        for inner in blocks:
            begin, end = self.block(inner)
            self.flows += [f"{first}>{begin}", f"{end}>{last}"]
        return first, last

    def _xor(self, name, blocks):
        self.asks(name, len(blocks))
        self.add(f"user:{name}", [f"{name}>{name}_a"])
        self.add(f"x:{name}_a")
        self.add(f"x:{name}_z")
        for at, inner in enumerate(blocks):
            begin, end = self.block(inner)
            way = "*" if at == 0 else f'?{name}_says=="v{at}"'
            self.flows += [f"{name}_a>{begin}{way}", f"{end}>{name}_z"]
        return name, f"{name}_z"

    def _loop(self, name, inner):
        self.asks(name, 2)
        self.loops.add(name)
        self.add(f"x:{name}_a")
        begin, end = self.block(inner)
        self.add(f"user:{name}", [f"{name}_a>{begin}", f"{end}>{name}", f"{name}>{name}_x"])
        self.add(f"x:{name}_x", [f'{name}_x>{name}_a?{name}_says=="v1"', f"{name}_x>{name}_z*"])
        self.add(f"x:{name}_z")
        return f"{name}_a", f"{name}_z"

    def _sub(self, name, inner):
        inside = File()
        begin, end = inside.block(inner)
        inside.add(f"start:{name}_s", [f"{name}_s>{begin}"])
        inside.add(f"end:{name}_e", [f"{end}>{name}_e"])
        self.inside[name] = body(" ".join(inside.nodes), " ".join(inside.flows), inside.inside, inside.facts)
        self.decides |= inside.decides
        self.loops |= inside.loops
        self.add(f"sub:{name}")
        return name, name

    def _events(self, kind, name, inner):
        begin, end = self.block(inner)
        self.add(f"x:{name}_z", [f"{end}>{name}_z"])
        if kind == "late":
            self.add(f"user:{name}", [f"{name}>{name}_z"])
            self.add(f"edge:{name}_time@{name}", [f"{name}_time>{begin}"])
        else:
            self.add(f"race:{name}", [f"{name}>{name}_msg", f"{name}>{name}_time"])
            self.add(f"message:{name}_msg", [f"{name}_msg>{name}_z"])
            self.add(f"timer:{name}_time", [f"{name}_time>{begin}"])
        return name, f"{name}_z"
