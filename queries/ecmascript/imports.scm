(import_statement) @import
(export_statement) @export
