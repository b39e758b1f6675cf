// ``global`` and ``static`` variables.

// --- file: a.php
<?php
class Config
{
    public function get() {} // @def get
}

$config = new Config(); // @calls Config
$config->get(); // @calls get

function run() // @def run
{
    global $config;
    $config->get(); // @calls get
    static $own = new Config(); // @calls Config
    $own->get(); // @calls get
}

function other() // @def other
{
    $config->get();
}
