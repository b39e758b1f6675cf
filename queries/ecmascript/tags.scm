; What JavaScript and TypeScript share. The whole node is marked; parsers/languages/_ecmascript reads its fields.
; A pattern with children would keep a state for every level of nesting: time grows with the square of the depth.
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
(array) @reference.array

(call_expression) @reference.call
(new_expression) @reference.new
