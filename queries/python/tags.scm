; Definitions and references: the whole node is marked; parsers/languages/python.py reads its fields.
(decorated_definition) @definition.decorated
(class_definition) @definition.class
(function_definition) @definition.function
(lambda) @scope.lambda
(list_comprehension) @scope.comprehension
(set_comprehension) @scope.comprehension
(dictionary_comprehension) @scope.comprehension
(generator_expression) @scope.comprehension
(call) @reference.call
(type) @reference.type
