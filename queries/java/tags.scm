; What introduces a name in Java, and what mentions one.

(class_declaration) @definition.class
(interface_declaration) @definition.class
(enum_declaration) @definition.class
(record_declaration) @definition.class
(annotation_type_declaration) @definition.class

(method_declaration) @definition.method
(constructor_declaration) @definition.method
(compact_constructor_declaration) @definition.method
(annotation_type_element_declaration) @definition.method

(field_declaration) @definition.field
(constant_declaration) @definition.field
(enum_constant) @definition.constant

; Scopes without a name: what they call belongs to the nearest named definition around them.
(lambda_expression) @scope.lambda
(object_creation_expression (class_body) @scope.anonymous)
(enum_constant body: (class_body) @scope.anonymous)
(static_initializer) @scope.initializer
(class_body (block) @scope.initializer)
(enum_body_declarations (block) @scope.initializer)

(method_invocation) @reference.call
(explicit_constructor_invocation) @reference.constructor
(object_creation_expression) @reference.new
(method_reference) @reference.value
(annotation) @reference.decorate
(marker_annotation) @reference.decorate
(type_identifier) @reference.type
