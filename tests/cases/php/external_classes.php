// What comes from outside keeps its methods to itself, and hides the project's namesakes.

// --- file: a.php
<?php
namespace App;

use Psr\Log\LoggerInterface;

class Logger
{
    public function info() {} // @def info
}

class Connection extends \PDO
{
    public function own() {} // @def own

    public function run() // @def run
    {
        $this->own();          // @calls own
        $this->query('x');
        parent::query('x');
    }
}

class Sink
{
    public function query($x) {} // @def query
}

function run(LoggerInterface $log, \DateTime $date, Connection $c) // @def run_function
{
    $log->info('x');
    $date->info();
    (new \ArrayObject())->info();
    $c->query('x');
    $c->own(); // @calls own
    json_encode([])->info();
}
