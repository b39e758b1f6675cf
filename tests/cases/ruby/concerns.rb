# Including a concern also gives the class methods it keeps.

# --- file: a.rb
module Trackable
  extend ActiveSupport::Concern

  module ClassMethods
    def tracked; end          # @def tracked
  end

  class_methods do
    def watched; end          # @def watched
  end

  def track                   # @def track
    self.class.tracked        # @calls tracked
  end
end

module Classic
  def self.included(base)     # @def included
    base.extend(ClassMethods)
  end

  module ClassMethods
    def classic; end          # @def classic
  end
end

class Order
  include Trackable
  include Classic
end

def run                       # @def run
  Order.tracked               # @calls tracked
  Order.watched               # @calls watched
  Order.classic               # @calls classic
  Order.new.track             # @calls Order, track
end
