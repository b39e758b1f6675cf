// "C" is no package of the repository.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

// #include <stdlib.h>
import "C"

func free(p int) {} // @def free

func use() { // @def use
	C.free(nil)
	free(1) // @calls free
}

// --- file: C/c.go
package C

func free() {} // @def decoy_free
