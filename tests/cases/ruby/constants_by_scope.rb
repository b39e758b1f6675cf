# A constant is looked for in the classes written around it, then in the ancestors, then at the top.

# --- file: a.rb
class Item                # @def Item
  def top; end            # @def top
end

module Shop
  class Item              # @def shop_Item
    def shop; end         # @def shop
  end

  class Cart
    class Line            # @def Line
      def go              # @def line_go
        Item.new.shop     # @calls shop_Item, shop
        ::Item.new.top    # @calls Item, top
      end
    end

    def run               # @def run
      Item.new.shop       # @calls shop_Item, shop
      Line.new.go         # @calls Line, line_go
      ::Item.new.top      # @calls Item, top
      Shop::Item.new.shop # @calls shop_Item, shop
    end
  end

  class Special < Cart
    def run               # @def special_run
      Line.new.go         # @calls Line, line_go
    end
  end
end

class Shop::Extra
  def run                 # @def extra_run
    Item.new.top          # @calls Item, top
  end
end

def outside               # @def outside
  Item.new.top            # @calls Item, top
  Shop::Cart::Line.new.go # @calls Line, line_go
end
