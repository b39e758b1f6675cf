(jsx_opening_element) @reference.render
(jsx_self_closing_element) @reference.render
(jsx_expression) @reference.inner
