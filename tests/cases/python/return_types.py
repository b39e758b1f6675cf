# A call's result is typed by the annotation, or by what the function returns.

# --- file: a.py
class Node:                            # @def Node
    def parent(self) -> "Node":        # @def parent
        ...

    def root(self):                    # @def root
        return self.parent().parent()  # @calls parent

def make():                            # @def make
    if True:
        return Node()                  # @calls Node
    return None

def use():
    make().root().parent()             # @calls make, root, parent
