; Which local gets which type or value, and where the control flow branches.

(for_statement) @binding.each
(catch_block) @binding.catch
(check_expression) @binding.narrow
(when_entry) @binding.when
(when_subject (variable_declaration)) @binding.subject
(jump_expression) @binding.return

(if_expression) @branch
(for_statement) @branch
(while_statement) @branch
(do_while_statement) @branch
(catch_block) @branch
(when_entry) @branch
(elvis_expression) @branch
(conjunction_expression) @branch
(disjunction_expression) @branch
