"""The shapes of standard libraries are read without errors, and every type a header names is known."""

import pytest

from codegraph.linking.nominal.stubs import stub_packages, stub_unit

_LANGUAGE = {"java": "java", "kotlin": "kotlin", "csharp": "csharp"}
_STUBS = [(folder, package) for folder in _LANGUAGE for package in sorted(stub_packages(folder))]


@pytest.mark.parametrize(("folder", "package"), _STUBS)
def test_a_stub_parses_and_says_its_package(folder: str, package: str) -> None:
    unit = stub_unit(folder, package, _LANGUAGE[folder])
    assert unit is not None
    assert unit.facts.unparsed == []
    assert unit.facts.module == package


def test_a_package_without_a_stub_has_none() -> None:
    assert stub_unit("java", "org.elsewhere", "java") is None
