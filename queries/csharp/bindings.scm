; Which local gets which type or value, and where the control flow branches.

(local_declaration_statement (variable_declaration) @binding.local)
(using_statement (variable_declaration) @binding.local)
(for_statement (variable_declaration) @binding.local)
(fixed_statement (variable_declaration) @binding.local)
(foreach_statement) @binding.each
(catch_declaration) @binding.catch
(declaration_pattern) @binding.pattern
(recursive_pattern name: (_)) @binding.pattern
(declaration_expression) @binding.pattern
(assignment_expression left: (tuple_expression)) @binding.tuple
(from_clause) @binding.from
(join_clause) @binding.from
(let_clause) @binding.let
(return_statement (_)) @binding.return

(if_statement) @branch
(for_statement) @branch
(foreach_statement) @branch
(while_statement) @branch
(do_statement) @branch
(catch_clause) @branch
(conditional_expression) @branch
(switch_section) @branch
(switch_expression_arm) @branch
(binary_expression operator: ["&&" "||" "??"]) @branch
