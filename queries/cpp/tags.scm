; Definitions
(namespace_definition) @namespace
(template_declaration) @template
(friend_declaration) @friend
(function_definition) @function
(declaration) @declaration
(field_declaration) @declaration
(type_definition) @typedef
(alias_declaration) @alias
(namespace_alias_definition) @namespace.alias
(using_declaration) @using
(class_specifier body: (_)) @class
(struct_specifier body: (_)) @class
(union_specifier body: (_)) @class
(enum_specifier body: (_)) @class
(field_declaration_list (access_specifier) @access)
(preproc_function_def) @macro
(preproc_def) @macro
(preproc_include) @include
(preproc_if) @conditional
(preproc_ifdef) @conditional
(lambda_expression) @lambda

; Blocks and branches
(compound_statement) @block
(for_statement) @branch
(for_range_loop) @branch
(for_range_loop) @range
(if_statement) @branch
(while_statement) @branch
(do_statement) @branch
(switch_statement) @block
(catch_clause) @branch
(catch_clause) @catch
(case_statement) @case
(conditional_expression) @case

; References
(call_expression) @call
(new_expression) @new
(compound_literal_expression) @temporary
(field_initializer) @initialize
(type_identifier) @type
(return_statement (_)) @return

; Function values
(argument_list (identifier) @value)
(argument_list (qualified_identifier) @value)
(argument_list (pointer_expression argument: (identifier) @value))
(argument_list (pointer_expression argument: (qualified_identifier) @value))
(init_declarator value: (identifier) @value)
(init_declarator value: (pointer_expression argument: (identifier) @value))
(init_declarator value: (pointer_expression argument: (qualified_identifier) @value))
(assignment_expression right: (identifier) @value)
(assignment_expression right: (pointer_expression argument: (identifier) @value))
(assignment_expression right: (pointer_expression argument: (qualified_identifier) @value))
(return_statement (identifier) @value)
(conditional_expression consequence: (identifier) @value)
(conditional_expression alternative: (identifier) @value)
(initializer_list (identifier) @value @entry)
(initializer_list (qualified_identifier) @value @entry)
(initializer_list (pointer_expression argument: (identifier) @value) @entry)
(initializer_list (pointer_expression argument: (qualified_identifier) @value) @entry)
(initializer_list (cast_expression value: (identifier) @value) @entry)
(initializer_pair value: (identifier) @value @entry)
(initializer_pair value: (pointer_expression argument: (identifier) @value) @entry)
(assignment_expression left: (field_expression) right: (identifier)) @assign
(assignment_expression left: (field_expression) right: (pointer_expression)) @assign
(compound_literal_expression value: (initializer_list)) @table

(comment) @comment
