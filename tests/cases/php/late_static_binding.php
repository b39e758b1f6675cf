// ``return $this`` and ``static`` give back the class the chain began with.

// --- file: a.php
<?php
class Query
{
    public function where(): static { return $this; } // @def where
    public function limit() { return $this; }         // @def limit
    /** @return $this */
    public function order() { return $this; }         // @def order
    public function copy(): self { return clone $this; } // @def copy
}

class UserQuery extends Query // @def UserQuery
{
    public function active(): static { return $this; } // @def active
}

function run(UserQuery $q) // @def run
{
    $q->where()->limit()->order()->active(); // @calls where, limit, order, active
    (new UserQuery())->limit()->active();    // @calls UserQuery, limit, active
    $q->copy()->active();                    // @calls copy
}
