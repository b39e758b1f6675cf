"""How JavaScript and TypeScript look things up: modules, scopes, types, members, calls.

Each file adds one concern to the class below it; ``codegraph.linking.semantics.ecmascript`` is the top.
"""
