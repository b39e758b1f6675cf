"""Choosing among overloads: by the number of arguments, then by what is known of their types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.linking.cfamily import library
from codegraph.linking.cfamily.constraints import takes_part
from codegraph.linking.cfamily.program import constraints_of
from codegraph.linking.cfamily.types import UNKNOWN, Cls, Fn, Ty, Var, has_variables

if TYPE_CHECKING:
    from codegraph.linking.cfamily.engine import Engine, Site
    from parsers.facts import Expression

_IMPOSSIBLE = 100
_OTHER_ARGUMENTS = 6
"""One class template's object where another's is wanted: only through a conversion of its own."""
_TEXTS = frozenset(("std::string", "std::string_view"))


def fits(fn: Fn, count: int) -> bool:
    """Whether a function can take ``count`` arguments (negative: unknown)."""
    if count < 0:
        return True
    fewest, most = fn.arity()
    return fewest <= count and (most < 0 or count <= most)


def best(
    engine: Engine,
    functions: list[Fn],
    site: Site,
    operation: Expression,
    receiver: Ty | None,
    count: int | None = None,
) -> list[Fn]:
    """The best candidates for a call; more than one when the choice is open."""
    number = len(operation[2]) if count is None else count
    if any(a >= 0 and site.unit.facts.expressions[a][0] == "spread" for a in operation[2]):
        number = -1
    fitting = [f for f in functions if fits(f, number)]
    if len(fitting) < 2 or number < 0:
        return fitting or functions
    given = [engine.type_of(site, argument) for argument in operation[2]]
    scored: list[tuple[int, Fn]] = []
    doubtful: set[Fn] = set()
    for fn in fitting:
        if any(constraints_of(d) for d in fn.all):
            state = takes_part(engine, fn, engine.deduced(site, fn, operation))
            if state is False:
                continue
            if state is None:
                doubtful.add(fn)
        total = 0
        for position, (argument, ty) in enumerate(zip(operation[2], given, strict=True)):
            price = _price(engine, fn, position, ty, site, argument)
            if price >= _IMPOSSIBLE:
                total = _IMPOSSIBLE
                break
            total += price
        scored.append((total, fn))
    if not scored:
        return fitting
    possible = [s for s in scored if s[0] < _IMPOSSIBLE] or scored
    least = min(total for total, _ in possible)
    chosen = [fn for total, fn in possible if total == least]
    if doubtful and len(possible) > 1 and all(fn in doubtful for fn in chosen):
        # Whether these take part is not known: what is sure to comes next.
        return [fn for _, fn in possible]
    if len(chosen) > 1:
        chosen = _by_template(chosen)
    if len(chosen) > 1:
        # What names its parameters before what takes any number of them.
        chosen = [f for f in chosen if f.arity()[1] >= 0] or chosen
    if len(chosen) > 1:
        # One that only a switch that nobody sets would compile gives way.
        usual = [f for f in chosen if not all(engine.conditions.is_off(d) for d in f.all)]
        if usual and len(usual) < len(chosen):
            engine.evaluator.inferred = True
            chosen = usual
    if len(chosen) == 2:
        chosen = _by_const(engine, chosen, site, operation, receiver)
    return chosen


def _by_template(chosen: list[Fn]) -> list[Fn]:
    """A plain function before a template."""
    plain = [f for f in chosen if not any(d.facts.type_parameters for d in f.all)]
    return plain or chosen


def _by_const(engine: Engine, chosen: list[Fn], site: Site, operation: Expression, receiver: Ty | None) -> list[Fn]:
    """Of a const method and its twin the one that the receiver's constness asks for: const inside const methods."""
    const = [f for f in chosen if f.has("const")]
    if len(const) != 1 or chosen[0].key[:1] != chosen[1].key[:1]:
        return chosen
    if receiver is not None and receiver.const:
        return const
    scope = site.scope
    while scope > 0 and not site.unit.facts.definitions[scope].name:
        scope = site.unit.facts.definitions[scope].parent
    own = engine.this_class(site.unit, scope)
    inside = "const" in site.unit.facts.definitions[scope].flags
    if inside and receiver is not None and (receiver.head is own or _is_own_state(engine, site, operation)):
        return const
    return [f for f in chosen if f is not const[0]]


def _is_own_state(engine: Engine, site: Site, operation: Expression) -> bool:
    """Whether a call's receiver is held by the object itself, ``field_.name()`` or ``this->field_.other.name()``."""
    expressions = site.unit.facts.expressions
    callee: Expression = expressions[operation[1]] if operation[1] >= 0 else ("",)
    if callee[0] == "generic":
        callee = expressions[callee[1]]
    if callee[0] != "attr":
        return False
    here = callee[1]
    for _ in range(20):
        step: Expression = expressions[here] if here >= 0 else ("",)
        if step[0] == "name":
            found = engine.lookup(site, step[1])
            fields = [e for e in found.entities if not isinstance(e, (Cls, Fn))]
            return (
                found.what == "value"
                and len(fields) == 1
                and fields[0].kind == "field"
                and not {"static", "mutable"} & set(fields[0].facts.flags)
            )
        if step[0] != "attr":
            return False
        if step[1] >= 0:
            around = expressions[step[1]]
            if around[0] == "deref" and expressions[around[1]][0] == "this":
                return True
        here = step[1]
    return False


def _price(engine: Engine, fn: Fn, position: int, given: Ty, site: Site, argument: int) -> int:
    """How far an argument is from the parameter: 0 is exact; unknown types cost the same for all."""
    definition = fn.first
    formal = [p for p in definition.facts.parameters if p.kind != "args" or p.name != ""]
    if position >= len(formal):
        return 20  # the ellipsis
    parameter = formal[position]
    if parameter.type < 0 or given == UNKNOWN:
        return 0
    wanted = engine.type_expression(engine.at(definition), parameter.type)
    if wanted == UNKNOWN:
        return 0
    if given.head == "list" and type(wanted.head) is Var and wanted.head.owner is definition:
        return _IMPOSSIBLE  # nothing is deduced from braces
    price = conversion(engine, wanted, given)
    if given.const and not given.pointers and "&" in parameter.type_text and "const" not in parameter.type_text:
        return _IMPOSSIBLE if type(wanted.head) is not Var else price
    if price == 0 and "&&" in parameter.type_text and type(wanted.head) is not Var:
        operation = site.unit.facts.expressions[argument] if argument >= 0 else ("",)
        if operation[0] in ("name", "attr", "deref", "index"):
            return _IMPOSSIBLE
    elif price == 0 and argument >= 0 and "&" in parameter.type_text and "const" not in parameter.type_text:
        if site.unit.facts.expressions[argument][0] in ("lit", "new", "binary"):
            return _IMPOSSIBLE
    return price


def conversion(engine: Engine, wanted: Ty, given: Ty) -> int:
    """The price of turning ``given`` into ``wanted``."""
    if wanted == given:
        return 0
    if wanted.head == given.head and wanted.pointers == given.pointers:
        return _OTHER_ARGUMENTS if _differ(wanted.args, given.args) else 0
    if type(wanted.head) is Var or has_variables(wanted) and wanted.head == given.head:
        return 1 if given.pointers >= wanted.pointers else _IMPOSSIBLE
    if given.head == "list":
        return 3
    if type(given.head) is Var:
        return 4
    if wanted.head == "...":
        return 20
    if wanted.pointers or given.pointers:
        return _pointers(engine, wanted, given)
    a, b = library.rank(wanted), library.rank(given)
    if isinstance(given.head, Cls) and given.head.is_enum and a >= 0:
        return 2
    if a >= 0 and b >= 0:
        if a == b:
            return 1
        widened = (b < 3 and a == 3) or (b == 6 and a == 7)
        return 1 if widened else 2 if (a < 6) == (b < 6) else 3
    if isinstance(wanted.head, Cls):
        return _to_class(engine, wanted.head, given)
    if wanted.head in _TEXTS:
        return 3 if given.head in _TEXTS else _IMPOSSIBLE if b >= 0 or _is_plain(given) else 5
    if a >= 0:
        # A class or an outside type where a number is wanted: only by a conversion operator.
        return 8 if isinstance(given.head, Cls) and not given.head.is_enum else _IMPOSSIBLE if _is_plain(given) else 8
    return 5


def _differ(wanted: tuple[Ty, ...], given: tuple[Ty, ...]) -> bool:
    """Whether template arguments are surely not the same."""
    for a, b in zip(wanted, given, strict=False):
        if a == UNKNOWN or b == UNKNOWN or has_variables(a) or has_variables(b):
            continue
        if a.pointers != b.pointers or _differ(a.args, b.args):
            return True
        if a.head != b.head and isinstance(a.head, Cls) and isinstance(b.head, Cls):
            return True
    return False


def _is_plain(ty: Ty) -> bool:
    return isinstance(ty.head, Cls) and not ty.pointers or ty.head in _TEXTS


def _pointers(engine: Engine, wanted: Ty, given: Ty) -> int:
    if wanted.pointers and given.pointers:
        if given.head == "null":
            return 1
        if wanted.pointers != given.pointers:
            return 5 if wanted.head == "void" and wanted.pointers == 1 else _IMPOSSIBLE
        if wanted.head == "void":
            return 4
        if isinstance(given.head, Cls) and isinstance(wanted.head, Cls):
            return _derived(engine, wanted.head, given)
        if type(wanted.head) is str and type(given.head) is str:
            known = library.primitive(wanted.head) and library.primitive(given.head)
            return _IMPOSSIBLE if known else 5
        return _IMPOSSIBLE
    if given.pointers:
        if wanted.head == "bool":
            return 7
        if given.head == "char" and given.pointers == 1:
            if wanted.head in _TEXTS:
                return 3
        if isinstance(wanted.head, Cls):
            return _to_class(engine, wanted.head, given)
        if type(wanted.head) is str and (library.is_outside(wanted) or wanted.head == "fn"):
            return 5
        if given.head == "null" and type(wanted.head) is str and wanted.head in ("int", "long"):
            return 6
        return _IMPOSSIBLE
    if given == Ty("int") or given.head == "fn" or library.is_outside(given):
        return 9  # 0, a function's name, or a typedef of a pointer
    return _IMPOSSIBLE


def _derived(engine: Engine, wanted: Cls, given: Ty) -> int:
    for distance, ty in enumerate(engine.ancestry(given._replace(pointers=0))):
        if ty.head is wanted:
            return min(distance + 1, 3)
    return _IMPOSSIBLE


def _to_class(engine: Engine, wanted: Cls, given: Ty) -> int:
    """Into a class: from a class derived from it, or through one of its converting constructors."""
    if wanted.is_enum:
        return _IMPOSSIBLE
    if isinstance(given.head, Cls) and not given.pointers:
        derived = _derived(engine, wanted, given)
        if derived < _IMPOSSIBLE:
            return derived
    found = engine.program.member(wanted, wanted.name)
    least = _IMPOSSIBLE
    for constructor in found:
        if not isinstance(constructor, Fn) or not fits(constructor, 1) or constructor.has("explicit"):
            continue
        formal = constructor.first.facts.parameters
        if not formal or formal[0].type < 0:
            continue
        takes = engine.type_expression(engine.at(constructor.first), formal[0].type)
        if takes.head is wanted:
            continue
        if type(takes.head) is Var and takes.head.owner in constructor.all:
            least = min(least, 7)  # a template that may take anything
            continue
        if takes == given or (takes.head == given.head and takes.pointers == given.pointers):
            return 4
        if type(takes.head) is str and type(given.head) is str:
            if takes.pointers == given.pointers and (takes.head in _TEXTS) == (given.head in _TEXTS):
                least = min(least, 5)
    return least
