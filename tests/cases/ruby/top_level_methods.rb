# Methods of the top level are seen everywhere; a required file's come before others of the name.

# --- file: main.rb
require_relative "lib/tools"

def local; end                # @def local

class Page
  def show                    # @def show
    local                     # @calls local
    tool                      # @calls lib_tool
    twice                     # @calls twice_one
    thrice
  end
end

tool                          # @calls lib_tool

# --- file: lib/tools.rb
def tool; end                 # @def lib_tool

def twice; end                # @def twice_one

# --- file: other/tools.rb
def tool; end                 # @def other_tool

def twice; end                # @def twice_two

def thrice; end               # @def thrice_two

# --- file: third/tools.rb
def thrice; end               # @def thrice_three
