"""Name lookup and static types for languages whose declarations carry types: Java, C#, Kotlin.

Their compilers find the callee of a call from the static type of the receiver and of the arguments, so
one type is worked out for an expression, not a set of values: an unknown type is admitted as unknown and
makes a call ambiguous or unresolved, never a guess.
"""
