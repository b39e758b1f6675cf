; Where names get their values, and where a test says more about them.
(lexical_declaration) @binding.lexical
(variable_declaration) @binding.variable
(assignment_expression) @binding.assignment
(augmented_assignment_expression) @binding.assignment
(for_in_statement) @binding.for
(catch_clause) @binding.catch
(return_statement) @binding.return
(yield_expression) @binding.yield

(if_statement) @narrow.if
(ternary_expression) @narrow.ternary
(binary_expression) @narrow.logical
(while_statement) @branch
(do_statement) @branch
(switch_case) @branch
