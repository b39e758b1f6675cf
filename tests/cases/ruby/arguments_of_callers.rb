# A parameter is what the calls of its method pass for it, as far as they say.

# --- file: app.rb
class Car
  def go; end                          # @def go
end

class Boat
  def go; end
end

class Lot
  def park(vehicle)                    # @def park
    vehicle.go                         # @calls go
  end

  def empty(vehicle)
    vehicle.go
  end
end

def drive(vehicle)                     # @def drive
  turn(vehicle)                        # @calls turn
end

def turn(vehicle)                      # @def turn
  vehicle.go                           # @calls go
end

def shadow(vehicle)                    # @def shadow
  vehicle = input
  vehicle.go
end

drive(Car.new)                         # @calls drive, Car
Lot.new.park(Car.new)                  # @calls park, Lot, Car
shadow(Boat.new)                       # @calls shadow, Boat
