; Where variables get their values, and where a test tells what they are.

(assignment) @assign
(operator_assignment) @augment
(for) @for
(exception_variable) @exception
(return) @return
(yield) @yield
(if) @if
(if_modifier) @if
(unless) @if
(unless_modifier) @if
(case) @case
