# Readers and writers are members; what they give is what the class puts in the variable.

# --- file: a.rb
class Engine
  def start; end          # @def start
end

class Car
  attr_reader :engine     # @def engine
  attr_accessor :spare    # @def spare
  attr_writer :secret     # @def secret

  def initialize
    @engine = Engine.new  # @calls Engine
  end

  def fit                 # @def fit
    @spare = Engine.new   # @calls Engine
    engine.start          # @calls engine, start
    @engine.start         # @calls start
    self.spare = 3        # @calls spare
  end
end

def run(unknown)          # @def run
  car = Car.new           # @calls Car
  car.engine.start        # @calls engine, start
  car.spare.start         # @calls spare, start
  car.secret = 1          # @calls secret
  car.engine = 2
  unknown.engine
end
