# A name that was assigned before is a variable; any other is a call.

# --- file: a.rb
class Job
  def count; end          # @def count
  def total; end          # @def total

  def run(total)          # @def run
    count                 # @calls count
    count = 1
    count
    total
    total()               # @calls total
    self.count            # @calls count
    [1].each { |x| count }
    later                 # @calls later
    puts later            # @calls later
  end

  def later; end          # @def later
end
