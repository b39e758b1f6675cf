; What introduces a name; the whole node is marked and parsers/languages/rust.py reads its fields.
(attribute_item) @attribute
(inner_attribute_item) @attribute.inner

(mod_item) @definition.module
(foreign_mod_item) @definition.foreign
(struct_item) @definition.struct
(union_item) @definition.struct
(enum_item) @definition.enum
(trait_item) @definition.trait
(impl_item) @definition.impl
(function_item) @definition.function
(function_signature_item) @definition.function
(const_item) @definition.constant
(static_item) @definition.constant
(type_item) @definition.type
(associated_type) @definition.type
(macro_definition) @definition.macro

(use_declaration) @import.use
(extern_crate_declaration) @import.crate

; Scopes without a name: their calls belong to the nearest named definition around them.
(closure_expression) @scope.closure
(async_block) @scope.async
