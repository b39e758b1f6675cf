// ``@property`` and ``@method`` document what magic provides: a type to go on with, no definition to call.

// --- file: a.php
<?php
class Address
{
    public function city() {} // @def city
}

/**
 * @property Address $address
 * @property-read Address[] $all
 * @method static User findByName(string $name)
 * @method Address home()
 */
class User
{
    public function __get($name) {}
    public function __call($name, $arguments) {}

    public function save() {} // @def save
}

function run(User $user) // @def run
{
    $user->address->city();         // @calls city
    $user->all[0]->city();          // @calls city
    $user->home()->city();          // @calls city
    User::findByName('x')->save();  // @calls save
}
