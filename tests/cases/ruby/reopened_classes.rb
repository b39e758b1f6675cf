# A class has what all its openings declare, in whatever file.

# --- file: a.rb
class Tree                # @def Tree
  def initialize; end

  def grow                # @def grow
    bloom                 # @calls bloom
  end
end

# --- file: b.rb
class Tree
  def bloom               # @def bloom
    grow                  # @calls grow
  end
end

class String
  def shout; end          # @def shout
end

def run                   # @def run
  Tree.new.bloom          # @calls Tree, bloom
  "x".shout               # @calls shout
  "x".upcase
  String.new("x").shout   # @calls shout
  Unknown.shout
end
