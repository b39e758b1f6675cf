# Classes and modules that name each other come to an end.

# --- file: a.rb
class A < B
  def go                      # @def go
    missing
  end
end

class B < A
end

module M
  include M
  def self; end
end

X = Y
Y = X

def run                       # @def run
  B.new.go                    # @calls B, go
  X.new.go
end
