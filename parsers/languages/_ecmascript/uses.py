"""Where JavaScript and TypeScript read a name without calling it; see :mod:`parsers.uses`."""

from __future__ import annotations

import re

from parsers.uses import UseRules

USES = UseRules(
    identifiers=frozenset(("identifier", "shorthand_property_identifier")),
    members=frozenset(("member_expression",)),
    not_read={
        "import_specifier": "",
        "import_clause": "",
        "namespace_import": "",
        "export_specifier": "",
        "variable_declarator": "name",
        "function_declaration": "name",
        "generator_function_declaration": "name",
        "function_signature": "name",
        "class_declaration": "name",
        "abstract_class_declaration": "name",
        "class": "name",
        "enum_declaration": "name",
        "formal_parameters": "",
        "required_parameter": "pattern",
        "optional_parameter": "pattern",
        "rest_pattern": "",
        "arrow_function": "parameter",
        "catch_clause": "parameter",
        "assignment_pattern": "left",
        "array_pattern": "",
        "for_in_statement": "left",
        "call_expression": "function",
        "new_expression": "constructor",
        "class_heritage": "",
        "extends_clause": "",
        "nested_type_identifier": "",
        "nested_identifier": "",
        "decorator": "",
        "jsx_opening_element": "",
        "jsx_self_closing_element": "",
        "jsx_closing_element": "",
        "internal_module": "",
        "module": "",
    },
    path=re.compile(rb"(?<![\w$.])[A-Za-z_$][\w$]*\.[\w$.]*[\w$](?![\w$(])"),
)
