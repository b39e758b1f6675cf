# ``define_method`` and ``alias`` give methods; what they are made of is what is called.

# --- file: a.rb
class Robot
  def walk; end               # @def walk
  alias stroll walk
  alias_method :stride, :walk

  define_method(:dance) do |n| # @def dance
    walk                      # @calls walk
    n.walk
  end

  def run                     # @def run
    stroll                    # @calls walk
    stride                    # @calls walk
    dance(1)                  # @calls dance
  end
end
