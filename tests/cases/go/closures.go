// Calls inside function literals belong to the function around them; closures see its variables.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type T struct{}

func (T) Ping() {} // @def Ping

func with(f func(T)) {} // @def with

var handler = func(t T) {
	t.Ping() // @calls Ping
}

func use(t T) { // @def use
	with(func(x T) { // @calls with
		x.Ping() // @calls Ping
		t.Ping() // @calls Ping
	})
	go func() {
		t.Ping() // @calls Ping
	}()
	f := func() T { return t }
	f().Ping() // @calls Ping
	func(u T) {
		u.Ping() // @calls Ping
	}(t)
}
