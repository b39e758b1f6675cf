// Packages of the standard library win over folders of that name; only the full path leads to the latter.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

import (
	"errors"
	"log"

	mylog "example.com/m/log"
)

func use() { // @def use
	errors.New("x")
	log.Print("x")
	mylog.Print() // @calls Print
}

// --- file: log/log.go
package log

func Print() {} // @def Print

// --- file: errors/errors.go
package errors

func New(s string) {} // @def New
