; What a file declares: namespaces and imports, types with their members, functions.

(namespace_definition) @namespace
(namespace_use_declaration) @use
(comment) @comment

(class_declaration) @class
(interface_declaration) @class
(trait_declaration) @class
(enum_declaration) @class
(anonymous_class) @anonymous

(property_declaration) @property
(const_declaration) @constant
(enum_case) @case
(method_declaration) @method
(function_definition) @function
(anonymous_function) @lambda
(arrow_function) @lambda
