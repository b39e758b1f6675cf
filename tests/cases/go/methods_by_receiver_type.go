// A method is found by the type of its receiver, through pointers and in other files; a namesake on another type is not.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Dog struct{}

type Cat struct{}

func (d *Dog) Speak() {} // @def dog_Speak

func use(d Dog, c *Cat, p **Dog) { // @def use
	d.Speak() // @calls dog_Speak
	c.Speak() // @calls cat_Speak
	(&d).Speak() // @calls dog_Speak
	(*p).Speak() // @calls dog_Speak
}

// --- file: b.go
package m

func (c Cat) Speak() { // @def cat_Speak
	c.purr() // @calls purr
}

func (Cat) purr() {} // @def purr
