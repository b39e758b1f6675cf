; What mentions a name. The arguments of a macro are read as expressions by parsers/languages/rust_macros.py.
(source_file) @file
(call_expression) @reference.call
(macro_invocation) @reference.macro
(type_identifier) @reference.type
; Functions that something holds: fields, tables.
(field_initializer value: [(identifier) (scoped_identifier)] @reference.held)
(array_expression [(identifier) (scoped_identifier)] @reference.held)
(tuple_expression [(identifier) (scoped_identifier)] @reference.held)
