; What introduces a name in Kotlin, and what mentions one.

(class_declaration) @definition.class
(object_declaration) @definition.class
(companion_object) @definition.class
(type_alias) @definition.alias
(function_declaration) @definition.function
(secondary_constructor) @definition.constructor
(property_declaration) @definition.property
(getter) @scope.accessor
(setter) @scope.accessor
(enum_entry) @definition.constant

; Scopes without a name: what they call belongs to the nearest named definition around them.
(lambda_literal) @scope.lambda
(anonymous_function) @scope.lambda
(object_literal) @scope.anonymous
(anonymous_initializer) @scope.initializer

(call_expression) @reference.call
(infix_expression) @reference.infix
(constructor_invocation) @reference.super
(constructor_delegation_call) @reference.delegation
(callable_reference) @reference.value
(annotation) @reference.decorate
(user_type) @reference.type
(callable_reference . (type_identifier) @reference.type .)
