// Receiving, make, new, append and copy keep the types they are given.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Job struct{}

func (*Job) Do() {} // @def Do

type Jobs []*Job

func (j Jobs) Len() int { return len(j) } // @def Len

func use(in <-chan *Job) { // @def use
	j := <-in
	j.Do() // @calls Do
	(<-in).Do() // @calls Do
	k := new(Job)
	k.Do() // @calls Do
	list := make([]*Job, 3)
	list[0].Do() // @calls Do
	list = append(list, k)
	append(list, k)[0].Do() // @calls Do
	jobs := append(Jobs(nil), k)
	jobs.Len() // @calls Len
	out := make(chan *Job)
	v, ok := <-out
	_ = ok
	v.Do() // @calls Do
	m := map[string]*Job{}
	if found, ok := m["x"]; ok {
		found.Do() // @calls Do
	}
}
