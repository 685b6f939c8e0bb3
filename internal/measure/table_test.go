package main

import "testing"

func TestTable(t *testing.T) {
	var results []result
	for _, line := range []string{
		"goos: linux",
		"BenchmarkScale/1000/first-index-2         \t       1\t         0 ns/op\t         1.5 s\t         1.60 x-plain",
		"BenchmarkScale/10000/first-index-2        \t       1\t         0 ns/op\t        12.25 s",
		"BenchmarkScale/10000/keys-2               \t       1\t 123456.4 ns/op",
		"BenchmarkReader/10000-2                   \t       1\t 0 ns/op\t 21.0 open-ms",
		"BenchmarkScale/10000/keys-2               \t       1\t what",
		"PASS",
	} {
		results = append(results, parse(line)...)
	}
	const want = `| briefs | 1,000 | 10,000 | growth |
|---|---:|---:|---:|
| scale first index, s | 1.50 | 12.2 | 8.17 |
| scale first index, x-plain | 1.60 | – | – |
| scale keys, ns/op | – | 123,456 | – |
| reader, open-ms | – | 21.0 | – |
`
	if got := table("briefs", results); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
