# Elements of typed and of literal containers, also when unpacked, iterated and comprehended.

# --- file: a.py
class Item:                            # @def Item
    def price(self):                   # @def price
        return 1

def lists(items: list[Item], by_name: dict[str, Item]):
    items[0].price()                   # @calls price
    for item in items:
        item.price()                   # @calls price
    for name, item in by_name.items():
        item.price()                   # @calls price
        name.upper()
    [i.price() for i in items]         # @calls price
    sum(i.price() for i in by_name.values())  # @calls price
    by_name["x"].price()               # @calls price
    by_name.get("x").price()           # @calls price

def literals():
    pair = (Item(), 3)                 # @calls Item
    first, second = pair
    first.price()                      # @calls price
    second.price()
    for i, item in enumerate([Item()]):  # @calls Item
        item.price()                   # @calls price
