// ``$this``, ``self``, ``static`` and ``parent`` lead through the class and its ancestors.

// --- file: a.php
<?php
class Base // @def Base
{
    public function open() {}  // @def base_open
    public function close() {} // @def base_close
    public static function make(): static // @def make
    {
        return new static(); // @calls Base
    }
}

class File extends Base // @def File
{
    public function open() // @def file_open
    {
        parent::open(); // @calls base_open
        $this->close(); // @calls base_close
        self::close();  // @calls base_close
    }

    public function read() {} // @def read

    public function use() // @def use
    {
        $this->open();         // @calls file_open
        static::make()->read(); // @calls make, read
        self::make()->read();   // @calls make, read
        File::make()->open();   // @calls make, file_open
        Base::make()->open();   // @calls make, base_open
        $this->missing();
    }
}
