// Fields of structs without a name, as table tests use them.

// --- file: go.mod
module example.com/m

// --- file: a_test.go
package m

import "testing"

type Rule struct{}

func (*Rule) Check() bool { return true } // @def Check

func strict() *Rule { return nil } // @def strict

func TestRules(t *testing.T) { // @def TestRules
	cases := []struct {
		name string
		rule *Rule
		run  func() *Rule
	}{
		{"a", strict(), strict}, // @calls strict
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.rule.Check()  // @calls Check
			c.run().Check() // @calls Check
		})
	}
	byName := map[string]struct{ rule Rule }{}
	for _, c := range byName {
		c.rule.Check() // @calls Check
	}
}
