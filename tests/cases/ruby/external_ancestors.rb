# What an outside superclass or mixin may provide is not guessed to be something here.

# --- file: a.rb
class Record < ActiveRecord::Base
  def mine; end               # @def mine

  def run                     # @def run
    mine                      # @calls mine
    save
    self.class.where(1)
  end
end

class Other
  def save; end               # @def save
  def self.where(x); end      # @def where
end

class Job
  include Sidekiq::Worker

  def perform                 # @def perform
    save
    puts "x"
  end
end

def run(io)                   # @def run_top
  Record.new.save             # @calls Record
  Record.where(1).save
  File.open("x").save
  io.save
end
