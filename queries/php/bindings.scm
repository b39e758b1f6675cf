; Where variables and properties get their values, and where a test tells what they are.

(assignment_expression) @assign
(reference_assignment_expression) @assign
(augmented_assignment_expression) @augment
(foreach_statement) @foreach
(catch_clause) @catch
(static_variable_declaration) @static
(global_declaration) @global
(return_statement) @return
(yield_expression) @yield
(if_statement) @if
(else_if_clause) @if
(while_statement) @if
(conditional_expression) @if

; The token alone: a pattern around it keeps one state open per level of a long condition.
"instanceof" @instanceof
