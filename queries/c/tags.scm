; Definitions
(function_definition) @function
(declaration) @declaration
(field_declaration) @declaration
(type_definition) @typedef
(struct_specifier body: (_)) @class
(union_specifier body: (_)) @class
(enum_specifier body: (_)) @class
(preproc_function_def) @macro
(preproc_def) @macro
(preproc_include) @include
(preproc_if) @conditional
(preproc_ifdef) @conditional

; Blocks and branches
(compound_statement) @block
(for_statement) @branch
(if_statement) @branch
(while_statement) @branch
(do_statement) @branch
(switch_statement) @block
(case_statement) @case
(conditional_expression) @case

; References
(call_expression) @call
(type_identifier) @type

; Function values
(argument_list (identifier) @value)
(argument_list (pointer_expression argument: (identifier) @value))
(argument_list (cast_expression value: (identifier) @value))
(init_declarator value: (identifier) @value)
(init_declarator value: (pointer_expression argument: (identifier) @value))
(assignment_expression right: (identifier) @value)
(assignment_expression right: (pointer_expression argument: (identifier) @value))
(return_statement (identifier) @value)
(conditional_expression consequence: (identifier) @value)
(conditional_expression alternative: (identifier) @value)
(initializer_list (identifier) @value @entry)
(initializer_list (pointer_expression argument: (identifier) @value) @entry)
(initializer_list (cast_expression value: (identifier) @value) @entry)
(initializer_pair value: (identifier) @value @entry)
(initializer_pair value: (pointer_expression argument: (identifier) @value) @entry)
(initializer_pair value: (cast_expression value: (identifier) @value) @entry)
(assignment_expression left: (field_expression) right: (identifier)) @assign
(assignment_expression left: (field_expression) right: (pointer_expression argument: (identifier))) @assign
(compound_literal_expression value: (initializer_list)) @table

(comment) @comment
