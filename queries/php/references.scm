; Places that call something, and decision points for the complexity of the function around them.

(function_call_expression) @call
(member_call_expression) @call
(nullsafe_member_call_expression) @call
(scoped_call_expression) @call
(object_creation_expression) @new
(attribute) @attribute
(named_type) @type
(class_constant_access_expression . [(name) (qualified_name)] @type)
(scoped_property_access_expression scope: [(name) (qualified_name)] @type)
"instanceof" @tested
(require_expression) @include
(require_once_expression) @include
(include_expression) @include
(include_once_expression) @include

(for_statement) @branch
(foreach_statement) @branch
(while_statement) @branch
(do_statement) @branch
(case_statement) @branch
(catch_clause) @branch
(if_statement) @branch
(else_if_clause) @branch
(conditional_expression) @branch
(match_conditional_expression) @branch
["&&" "||" "??" "and" "or"] @branch
