# Blocks see the variables around them; elements of what is iterated have its element's class.

# --- file: a.rb
class User
  attr_reader :name       # @def name
  def save; end           # @def save
end

class Group
  def initialize
    @users = [User.new, User.new] # @calls User
  end

  def each                # @def each
    yield User.new        # @calls User
  end

  def all                 # @def all
    @users
  end
end

def with_user             # @def with_user
  yield User.new, 1       # @calls User
end

def run(other)            # @def run
  group = Group.new       # @calls Group
  group.each { |u| u.save }       # @calls each, save
  group.all.each do |u|           # @calls all
    u.save                        # @calls save
  end
  group.all.select { |u| u.name }.first.save # @calls all, name, save
  group.all.map { |u| User.new }.last.save   # @calls all, User, save
  group.all.each_with_index { |u, i| u.save } # @calls all, save
  with_user { |u, n| u.save }     # @calls with_user, save
  User.new.tap { |u| u.save }     # @calls User, save
  users = { a: User.new }         # @calls User
  users.each { |key, u| u.save }  # @calls save
  users[:a].save                  # @calls save
  group.all[0].save               # @calls all, save
  for u in group.all              # @calls all
    u.save                        # @calls save
  end
  other.each { |u| u.save }
end
