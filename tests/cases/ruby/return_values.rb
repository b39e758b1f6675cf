# A method gives its last expression, and what it returns early; ``self`` gives the receiver.

# --- file: a.rb
class Query
  def where; self; end            # @def where

  def limit                       # @def limit
    @limit = 1
    self
  end

  def first                       # @def first
    return Row.new if @limit      # @calls Row
    nil
  end

  def pick(flag)                  # @def pick
    if flag
      Row.new                     # @calls Row
    else
      nil
    end
  end
end

class Special < Query
  def only; end                   # @def only
end

class Row
  def show; end                   # @def show
end

def run                           # @def run
  Query.new.where.limit.first.show # @calls Query, where, limit, first, show
  Special.new.where.limit.only    # @calls Special, where, limit, only
  Query.new.pick(1).show          # @calls Query, pick, show
  Query.new.where.only            # @calls Query, where
end
