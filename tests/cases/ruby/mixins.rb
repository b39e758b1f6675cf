# Included modules come after the class, prepended ones before it, extended ones are the class's own.

# --- file: a.rb
module Loud
  def speak; end          # @def loud_speak
  def shout               # @def shout
    speak                 # @calls loud_speak
    name
  end
end

module First
  def speak               # @def first_speak
    super                 # @calls dog_speak
  end
end

module Build
  def build               # @def build
    new
  end
end

class Base
  def speak; end          # @def base_speak
  def rest; end           # @def rest
end

class Dog < Base          # @def Dog
  include Loud
  prepend First
  extend Build

  def speak               # @def dog_speak
    super                 # @calls loud_speak
  end

  def name; end           # @def name
end

class Cat < Base
  include Loud
  def name; end           # @def cat_name
end

def run                   # @def run
  dog = Dog.new           # @calls Dog
  dog.speak               # @calls first_speak
  dog.shout               # @calls shout
  dog.rest                # @calls rest
  Dog.build               # @calls build
  Cat.new.speak           # @calls Cat, loud_speak
end
