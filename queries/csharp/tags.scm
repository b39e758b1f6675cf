; What introduces a name in C#, and what mentions one.

(namespace_declaration) @definition.namespace
(file_scoped_namespace_declaration) @definition.namespace

(class_declaration) @definition.class
(struct_declaration) @definition.class
(interface_declaration) @definition.class
(record_declaration) @definition.class
(enum_declaration) @definition.class
(delegate_declaration) @definition.delegate

(method_declaration) @definition.method
(constructor_declaration) @definition.method
(destructor_declaration) @definition.method
(operator_declaration) @definition.method
(conversion_operator_declaration) @definition.method
(local_function_statement) @definition.method

(property_declaration) @definition.property
(indexer_declaration) @definition.property
(event_declaration) @definition.property
(field_declaration) @definition.field
(event_field_declaration) @definition.field
(enum_member_declaration) @definition.constant

; Scopes without a name: what they call belongs to the nearest named definition around them.
(lambda_expression) @scope.lambda
(anonymous_method_expression) @scope.lambda

(invocation_expression) @reference.call
(object_creation_expression) @reference.new
(implicit_object_creation_expression) @reference.implicit_new
(constructor_initializer) @reference.constructor
(primary_constructor_base_type) @reference.base
(attribute) @reference.decorate
(_ type: [(identifier) (generic_name) (qualified_name) (alias_qualified_name)] @reference.type)
(_ returns: [(identifier) (generic_name) (qualified_name) (alias_qualified_name)] @reference.type)
(type_argument_list [(identifier) (generic_name) (qualified_name) (alias_qualified_name)] @reference.type)
(as_expression right: [(identifier) (generic_name) (qualified_name)] @reference.type)
(is_expression right: [(identifier) (generic_name) (qualified_name)] @reference.type)
(constant_pattern [(identifier) (generic_name) (member_access_expression)] @reference.type)
(argument [(identifier) (member_access_expression)] @reference.group)
(assignment_expression right: [(identifier) (member_access_expression)] @reference.group)
(variable_declarator name: (_) [(identifier) (member_access_expression)] @reference.group)
