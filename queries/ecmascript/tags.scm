; What JavaScript and TypeScript share. The whole node is marked; parsers/languages/_ecmascript reads its fields.
(comment) @comment
(statement_block) @block
(switch_body) @block
(for_statement) @block.for

(function_declaration) @definition.function
(generator_function_declaration) @definition.function
(method_definition) @definition.method
(class_declaration) @definition.class
(arrow_function) @scope.function
(function_expression) @scope.function
(generator_function) @scope.function
(class) @scope.class
(object) @scope.object

(call_expression) @reference.call
(new_expression) @reference.new

; A function handed on by name. What turns out not to be a function is dropped when it is linked.
(arguments [(identifier) (member_expression)] @reference.value)
(pair value: [(identifier) (member_expression)] @reference.value)
(array [(identifier) (member_expression)] @reference.value)
(shorthand_property_identifier) @reference.value
(return_statement [(identifier) (member_expression)] @reference.value)
(assignment_expression right: [(identifier) (member_expression)] @reference.value)
(variable_declarator value: [(identifier) (member_expression)] @reference.value)
