# Fields of a dataclass are typed by their annotations; field(default_factory=…) too.

# --- file: a.py
from dataclasses import dataclass, field

class Log:
    def write(self):                   # @def write
        pass

@dataclass
class Job:                             # @def Job
    log: Log
    spare: Log = field(default_factory=Log)  # @refs Log

def use():
    job = Job(Log())                   # @calls Job, Log
    job.log.write()                    # @calls write
    job.spare.write()                  # @calls write
