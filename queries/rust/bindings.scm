; Where patterns give names their values, and where the flow branches.
(block) @block
(let_declaration) @binding.let
(match_expression) @binding.match
(for_expression) @binding.for
(assignment_expression) @binding.assignment
(return_expression) @binding.return

(if_expression) @branch.if
(while_expression) @branch.while
(loop_expression) @branch
