; What a file declares: modules and classes, methods, blocks as scopes.

(module) @module
(class) @class
(singleton_class) @singleton
(method) @method
(singleton_method) @method
(alias) @alias
(block) @block
(do_block) @block
(lambda) @lambda
(comment) @comment
