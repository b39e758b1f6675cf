# A call on an object may reach the methods of subclasses.

# --- file: a.rb
class Shape
  def area; end               # @def shape_area

  def describe                # @def describe
    area                      # @calls shape_area @dispatch square_area
  end
end

class Square < Shape
  def area; end               # @def square_area
end

# @param shape [Shape]
def run(shape)                # @def run
  shape.area                  # @calls shape_area @dispatch square_area
end
