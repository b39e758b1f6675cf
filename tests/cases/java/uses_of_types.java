// Types in signatures, fields, casts, tests and type arguments; constructions and base lists are edges of their own.

// --- file: shop/Cart.java
package shop;

public class Cart {                       // @def Cart
    public static class Line {}           // @def Line
    Cart self() { return this; }
}

// --- file: other/Cart.java
package other;

public class Cart {}

// --- file: use/Use.java
package use;

import java.util.List;
import shop.Cart;
import shop.Cart.Line;
import outside.Item;

class Special extends Cart {}

class Use<T extends Cart> {               // @uses Cart
    private List<Cart> all;               // @uses Cart
    Line line(Object o, Item item) throws Exception {  // @uses Line
        if (o instanceof Cart) return ((Cart) o) == null ? null : new Line();  // @uses Cart @calls Line
        Cart made = new Cart();           // @uses Cart @calls Cart
        return null;
    }
    <Cart> Cart shadowed(Cart c) { return c; }
    Class<?> named() { return shop.Cart.class; }       // @uses Cart
}
