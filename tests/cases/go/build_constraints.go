// Of twins kept apart by file name or build line, the one of the usual build (linux, amd64, no cgo tags) is called.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

func use() { // @def use
	home()  // @calls linux_home
	open()  // @calls unix_open
	probe() // @calls default_probe
}

// --- file: home_linux.go
package m

func home() {} // @def linux_home

// --- file: home_windows.go
package m

func home() { // @def windows_home
	other()     // @calls other
	registry()  // @calls registry
}

func registry() {} // @def registry

// --- file: open_other.go
//go:build !windows && !plan9

package m

func open() {} // @def unix_open

func other() {} // @def other

// --- file: open_win.go
//go:build windows

package m

func open() {} // @def windows_open

// --- file: probe.go
//go:build !debug

package m

func probe() {} // @def default_probe

// --- file: probe_debug.go
// +build debug

package m

func probe() {} // @def debug_probe
