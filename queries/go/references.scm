; Places that mention a name: calls, types, and functions handed around as values.

(call_expression) @call

; "f[int](x)" and "pkg.F[int](x)" with one argument read as conversions to a generic type.
(type_conversion_expression
  type: (generic_type)) @instantiated

(type_identifier) @named

; Arguments are read with their call; here is the rest of where a function can be named without being called.
(literal_value (literal_element (identifier) @value))
(literal_value (literal_element (selector_expression) @value))
(keyed_element value: (literal_element (identifier) @value))
(keyed_element value: (literal_element (selector_expression) @value))
(assignment_statement right: (expression_list (identifier) @value))
(assignment_statement right: (expression_list (selector_expression) @value))
(short_var_declaration right: (expression_list (identifier) @value))
(short_var_declaration right: (expression_list (selector_expression) @value))
(var_spec value: (expression_list (identifier) @value))
(var_spec value: (expression_list (selector_expression) @value))
(return_statement (expression_list (identifier) @value))
(return_statement (expression_list (selector_expression) @value))

; Decision points, for the complexity of the function around them.
(if_statement) @branch
(for_statement) @branch
(expression_case) @branch
(type_case) @branch
(communication_case) @branch
; The operators alone: a pattern around them keeps one state open per level of a long "a + b + …".
["&&" "||"] @branch
