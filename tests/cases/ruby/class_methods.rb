# Methods of the class itself: ``def self.``, ``class << self``, ``extend self``, ``module_function``.

# --- file: a.rb
class Store
  def self.open           # @def open
    connect               # @calls connect
    new                   # @calls Store
  end

  class << self
    def connect           # @def connect
      open                # @calls open
    end

    private

    def secret; end       # @def secret
  end

  def get; end            # @def get

  def use                 # @def use
    self.class.connect    # @calls connect
    connect
  end
end

class BigStore < Store
  def self.open           # @def big_open
    super                 # @calls open
  end
end

module Tools
  module_function

  def sharpen             # @def sharpen
    oil                   # @calls oil
  end

  def oil; end            # @def oil
end

module Helpers
  extend self

  def assist              # @def assist
    again                 # @calls again
  end

  def again; end          # @def again
end

def run                   # @def run
  Store.open.get          # @calls open, get
  BigStore.connect        # @calls connect
  BigStore.open           # @calls big_open
  Tools.sharpen           # @calls sharpen
  Helpers.assist          # @calls assist
  Store.get
end
