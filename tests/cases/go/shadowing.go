// Locals, parameters, results and block variables hide package names; what they hide is not called.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

import "example.com/m/log"

type T struct{}

func (T) Print() {} // @def t_Print

func helper() {} // @def helper

func parameter(helper func()) { // @def parameter
	helper()
}

func local() { // @def local
	helper() // @calls helper
	{
		helper := func() {}
		helper()
	}
	helper() // @calls helper
}

func result() (helper func()) { // @def result
	helper()
	return
}

func imported(log T) { // @def imported
	log.Print() // @calls t_Print
}

func late() { // @def late
	log.Print() // @calls log_Print
	log := T{}
	log.Print() // @calls t_Print
}

func own() { // @def own
	t := T{}
	{
		t := log.New() // @calls log_New
		t.Print() // @calls logger_Print
	}
	t.Print() // @calls t_Print
}

// --- file: log/log.go
package log

type Logger struct{}

func Print() {} // @def log_Print

func New() *Logger { return nil } // @def log_New

func (*Logger) Print() {} // @def logger_Print
