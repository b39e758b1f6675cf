# ``is_a?`` and ``case`` tell what a variable is.

# --- file: a.rb
class A
  def go; end          # @def a_go
end

class B
  def go; end          # @def b_go
end

class Oops < StandardError
  def tell; end        # @def tell
end

def run(x, y)          # @def run
  if x.is_a?(A)
    x.go               # @calls a_go
  end
  x.go
  case y
  when A then y.go     # @calls a_go
  when B
    y.go               # @calls b_go
  else
    y.go
  end
  x.go if x.is_a?(B) && x.go # @calls b_go
  begin
    x.risky
  rescue Oops => e
    e.tell             # @calls tell
  end
end
