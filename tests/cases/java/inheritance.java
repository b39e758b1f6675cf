// Members come from the class, then its superclass, then interfaces; a call may reach overrides below.

// --- file: z/Shapes.java
package z;

interface Shape {
    double area();                              // @def Shape.area
    default String label() { return name(); }   // @def label @calls Shape.name @dispatch Only.name, Square.name
    String name();                              // @def Shape.name
}

abstract class Base implements Shape {
    public double area() { return side(); }     // @def Base.area @calls side @dispatch Square.side
    abstract double side();                     // @def side
    void close() {}                             // @def Base.close
}

class Square extends Base {
    double side() { return 2; }                 // @def Square.side
    public String name() { return "square"; }   // @def Square.name
    void close() { super.close(); }             // @def Square.close @calls Base.close
    private void hidden() {}
}

class OnlyInterfaces implements Shape {
    OnlyInterfaces() { super(); }
    public double area() { return super.hashCode(); }   // @def Only.area
    public String name() { return super.toString(); }   // @def Only.name
}

class Unrelated {
    double area() { return 0; }                 // @def Unrelated.area
    void close() {}
}

class Use {
    void run(Shape shape, Base base, Square square) {
        shape.area();                           // @calls Shape.area @dispatch Base.area, Only.area
        base.area();                            // @calls Base.area
        square.area();                          // @calls Base.area
        square.side();                          // @calls Square.side
        base.close();                           // @calls Base.close @dispatch Square.close
        square.label();                         // @calls label
        shape.toString();
        base.hashCode();
    }
}
