// Extension functions and properties: members win, then the most specific receiver that is in sight.

// --- file: a/Types.kt
package a

open class Animal {                             // @def Animal
    fun own() {}                                // @def own
}
class Dog : Animal()                            // @def Dog @calls Animal
fun Animal.sound() {}                           // @def Animal.sound
fun Dog.sound() {}                              // @def Dog.sound
fun Animal.own() {}
fun String.shout(): String = uppercase() + "!"  // @def shout
fun <T> T.same(): T = this                      // @def same
fun List<Dog>.walk() {}                         // @def walk
fun Int.twice() = this * 2                      // @def twice
val Animal.friend: Dog get() = Dog()            // @calls Dog
fun Dog.bark() {                                // @def bark
    own()                                       // @calls own
    this.sound()                                // @calls Dog.sound
    helper()                                    // @calls helper
}
fun helper() {}                                 // @def helper
// --- file: b/Use.kt
package b

import a.*

fun use(animal: Animal, dog: Dog, dogs: List<Dog>, s: String) {
    animal.sound()                              // @calls Animal.sound
    dog.sound()                                 // @calls Dog.sound
    dog.own()                                   // @calls own
    dog.bark()                                  // @calls bark
    s.shout().shout()                           // @calls shout
    dogs.walk()                                 // @calls walk
    dog.same().bark()                           // @calls same, bark
    animal.friend.bark()                        // @calls bark
    1.twice()                                   // @calls twice
    s.trim().length
}
// --- file: c/Hidden.kt
package c
import a.Dog
fun hidden(dog: Dog) {
    dog.bark()
    dog.own()                                   // @calls own
}
