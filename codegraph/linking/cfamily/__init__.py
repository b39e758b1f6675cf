"""Names and static types of C and C++: one program of many files, joined by includes and by linkage."""
