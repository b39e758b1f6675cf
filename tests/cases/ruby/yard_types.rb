# YARD comments say what parameters and results are.

# --- file: a.rb
class User
  def save; end             # @def save
end

class Repo
  # @param id [Integer] the key
  # @return [User, nil]
  def find(id); end         # @def find

  # @return [Array<User>]
  def all; end              # @def all

  # @return [Hash{Symbol => User}]
  def by_name; end          # @def by_name
end

# @param user [User]
# @param many [Array<User>]
# @param repo [Repo]
def run(user, many, repo)   # @def run
  user.save                 # @calls save
  many.each { |u| u.save }  # @calls save
  repo.find(1).save         # @calls find, save
  repo.all.first.save       # @calls all, save
  repo.by_name[:x].save     # @calls by_name, save
end
