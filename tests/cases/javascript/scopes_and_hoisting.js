// Function declarations are known before they stand; inner names hide outer ones; parameters hide everything.

// --- file: a.js
function price() { return 1; } // @def price

early(); // @calls early
function early() { price(); } // @def early @calls price

function outer() { // @def outer
  inner(); // @calls inner
  function inner() { return price(); } // @def inner @calls price
  const price2 = () => 2; // @def price2
  price2(); // @calls price2
}

function shadowed(price) { // @def shadowed
  price();
}

function local() { // @def local
  const price = unknown();
  price();
  {
    const price = () => 3; // @def inner_price
    price(); // @calls inner_price
  }
}

inner();
price2();
