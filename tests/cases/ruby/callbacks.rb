# Methods named by symbols and handed on as ``&:name`` are references, not calls.

# --- file: a.rb
class User
  def name; end               # @def name
  def self.build; end         # @def build

  def run                     # @def run
    [User.new].map(&:name)    # @calls User @refs name
    method(:name)             # @refs name
    User.method(:build)       # @refs build
    send(:name)               # @refs name
  end
end
