; Which local gets which type or value, and where the control flow branches.

(local_variable_declaration) @binding.local
(resource name: (_)) @binding.resource
(enhanced_for_statement) @binding.each
(catch_formal_parameter) @binding.catch
(instanceof_expression name: (_)) @binding.instanceof
(type_pattern) @binding.pattern
(record_pattern) @binding.record
(return_statement (_)) @binding.return
(yield_statement (_)) @binding.return

(if_statement) @branch
(for_statement) @branch
(enhanced_for_statement) @branch
(while_statement) @branch
(do_statement) @branch
(catch_clause) @branch
(ternary_expression) @branch
(switch_label) @branch
(binary_expression operator: ["&&" "||"]) @branch
