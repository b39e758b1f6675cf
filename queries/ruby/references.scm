; Places that call something. An identifier that is no variable is a call without arguments.

(call) @call
(super) @super
(identifier) @identifier
(block_argument) @pass

(if) @branch
(unless) @branch
(if_modifier) @branch
(unless_modifier) @branch
(elsif) @branch
(while) @branch
(until) @branch
(for) @branch
(when) @branch
(in_clause) @branch
(rescue) @branch
(conditional) @branch
["&&" "||" "and" "or"] @branch
