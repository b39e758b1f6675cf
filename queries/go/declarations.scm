; What a file declares: package clause, imports, types with their members, functions, package and local variables.

(package_clause) @package

(import_spec) @import

; Comments that can document something; those inside function bodies cannot.
(source_file (comment) @comment)
(type_declaration (comment) @comment)
(const_declaration (comment) @comment)
(var_declaration (comment) @comment)
(var_spec_list (comment) @comment)
(field_declaration_list (comment) @comment)
(interface_type (comment) @comment)

(type_spec) @type
(type_alias) @type

(type_spec
  type: (struct_type
    (field_declaration_list
      (field_declaration) @field)))

(type_spec
  type: (interface_type
    (method_elem) @signature))

(function_declaration) @function
(method_declaration) @method
(func_literal) @lambda

(const_declaration) @constants
(const_spec) @constant
(var_spec) @variable
