# A receiver of unknown class gets no edge, even if only one method has the name.

# --- file: a.rb
class Only
  def unmistakable; end       # @def unmistakable
end

def run(x)                    # @def run
  x.unmistakable
  x.items.first.unmistakable
  send(:unmistakable)
  x.public_send(x)
  Unknown.new.unmistakable
  @anything.unmistakable
end
