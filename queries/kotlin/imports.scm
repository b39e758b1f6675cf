(package_header) @package
(import_header) @import
