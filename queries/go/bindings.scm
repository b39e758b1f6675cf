; Statements that introduce local names. The block each one is visible in follows from where it stands.

(short_var_declaration) @short
(range_clause) @range
(type_switch_statement) @typeswitch
(receive_statement) @receive
