# ``Struct.new``, ``Class.new`` and ``Data.define`` make classes; so does the block they are given.

# --- file: a.rb
Point = Struct.new(:x, :y) do # @def Point
  def length                  # @def length
    x                         # @calls Point.x
    helper                    # @calls helper
  end

  def helper; end             # @def helper
end

class Base
  def hello; end              # @def hello
end

Child = Class.new(Base)       # @def Child
Failure = Class.new(StandardError) # @def Failure
Coord = Data.define(:lat)     # @def Coord

def run                       # @def run
  point = Point.new(1, 2)     # @calls Point
  point.length                # @calls length
  Child.new.hello             # @calls Child, hello
  raise Failure.new("x")      # @calls Failure
  Coord.new(lat: 1)           # @calls Coord
end
