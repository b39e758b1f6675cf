// Methods of traits come before inherited ones; rules choose between traits and rename.

// --- file: a.php
<?php
trait Logs
{
    public function log() {}   // @def logs_log
    public function flush() {} // @def logs_flush
    abstract public function name(); // @def trait_name
    public function report() // @def report
    {
        $this->log();  // @calls logs_log
        $this->name(); // @calls trait_name
        $this->onlyInUser(); // @calls onlyInUser
    }
}

trait Writes
{
    public function log() {}   // @def writes_log
    public function write() {} // @def write
}

class Base
{
    public function log() {}   // @def base_log
    public function flush() {} // @def base_flush
    public function other() {} // @def other
}

class Job extends Base
{
    use Logs, Writes {
        Logs::log insteadof Writes;
        Writes::log as protected writeLog;
    }

    public function flush() {} // @def job_flush

    public function name() {} // @def job_name

    public function onlyInUser() {} // @def onlyInUser

    public function run() // @def run
    {
        $this->log();      // @calls logs_log
        $this->writeLog(); // @calls writes_log
        $this->flush();    // @calls job_flush
        $this->other();    // @calls other
        $this->write();    // @calls write
        $this->report();   // @calls report
    }
}
