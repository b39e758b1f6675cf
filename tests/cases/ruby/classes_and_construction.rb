# ``new`` calls the class; the object then has the class's methods and those of its superclass.

# --- file: a.rb
class Base               # @def Base
  def open; end          # @def base_open
  def close; end         # @def base_close
end

class Door < Base        # @def Door
  def initialize(size)   # @def initialize
    @size = size
  end

  def open               # @def door_open
    super                # @calls base_open
    close                # @calls base_close
    self.close           # @calls base_close
  end
end

class Other
  def open; end          # @def other_open
end

def run                  # @def run
  door = Door.new(3)     # @calls Door
  door.open              # @calls door_open
  door.close             # @calls base_close
  Door.new(1).open       # @calls Door, door_open
  door.missing
end
