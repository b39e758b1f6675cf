// A conversion looks like a call and is none; the converted value has the type's methods.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Celsius float64

func (Celsius) Warm() bool { return true } // @def Warm

type Text []byte

func (Text) Show() {} // @def Show

func use(x float64, s string) { // @def use
	Celsius(x).Warm()     // @calls Warm
	(Celsius)(x).Warm()   // @calls Warm
	Text(s).Show()        // @calls Show
	(Celsius(x) + 1).Warm() // @calls Warm
	(2 * Celsius(x)).Warm() // @calls Warm
	_ = []byte(s)
	_ = string(Text(s))
}
