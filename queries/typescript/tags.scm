; What TypeScript adds.
(abstract_class_declaration) @definition.class
(function_signature) @definition.function
(method_signature) @definition.signature
(abstract_method_signature) @definition.signature
(property_signature) @definition.property
(public_field_definition) @definition.field
(interface_declaration) @definition.interface
(type_alias_declaration) @definition.type
(enum_declaration) @definition.enum
(internal_module) @definition.namespace
(module) @definition.namespace
(object_type) @scope.type
(import_alias) @import.alias

(nested_type_identifier) @reference.type_path
(type_identifier) @reference.type
