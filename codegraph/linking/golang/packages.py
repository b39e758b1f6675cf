"""The files of one folder that share a package clause, as one name space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegraph.linking.golang.builds import Build, Condition, condition_of

if TYPE_CHECKING:
    from codegraph.linking.units import Unit
    from codegraph.linking.values import Def


class GoPackage:
    """Package-level names and, by receiver type, methods."""

    def __init__(self, folder: str, name: str, units: list[Unit]) -> None:
        self.folder = folder
        self.name = name
        self.units = units
        self.names: dict[str, list[Def]] = {}
        self.methods: dict[str, dict[str, list[Def]]] = {}
        """Receiver type -> method name -> methods of that name, twins of other builds included."""
        for unit in units:
            for index in unit.children(0):
                definition = unit.defs[index]
                facts = definition.facts
                if not facts.name:
                    continue
                if facts.kind != "method":
                    self.names.setdefault(facts.name, []).append(definition)
                    continue
                owner = facts.qualified_name.rpartition(".")[0]
                if owner:
                    self.methods.setdefault(owner, {}).setdefault(facts.name, []).append(definition)


def condition(unit: Unit) -> Condition:
    """When the file takes part in a build."""
    known = unit.cache.get("condition")
    if known is None:
        extra = unit.facts.extra
        name = unit.path.rpartition("/")[2]
        known = condition_of(name, extra.get("build", ""), tuple(extra.get("plus_build", ())))
        unit.cache["condition"] = known
    return known  # type: ignore[return-value]


def build(unit: Unit) -> Build:
    """The build in which the file is read."""
    known = unit.cache.get("build")
    if known is None:
        known = unit.cache["build"] = condition(unit).own_build()
    return known  # type: ignore[return-value]


def of_one_build(definitions: list[Def], unit: Unit) -> list[Def]:
    """Of several definitions of one name, those that exist in the build of the asking file.

    One in the asking file itself is the one; where no build tells them apart, all are given.
    """
    if len(definitions) == 1:
        return definitions
    here = [d for d in definitions if d.unit is unit]
    if here:
        return here[-1:]
    target = build(unit)
    fitting = [d for d in definitions if condition(d.unit).holds(target)]
    if len(fitting) > 1 and not unit.path.endswith("_test.go"):
        fitting = [d for d in fitting if not d.unit.path.endswith("_test.go")] or fitting
    return fitting or definitions
