# Calling what a property gives reads the property; what is called is another matter.

# --- file: a.py
class Item:
    def show(self):                    # @def show
        pass

class Shop:
    @property
    def item_class(self):              # @def item_class
        return Item

    @property
    def lookup(self):                  # @def lookup
        return self._lookup

    def make(self):                    # @def make
        return self.item_class()       # @dispatch Item @uses item_class

    def find(self):
        return self.lookup("x")        # @uses lookup

    def plain(self):
        self.make().show()             # @calls make, show
