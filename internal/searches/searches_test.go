package searches

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"broadsheet/internal/query"
)

const here, elsewhere = "0123456789abcdef01234567", "76543210fedcba9876543210"

func fresh(t testing.TB) *Store {
	dir := t.TempDir()
	return Open(filepath.Join(dir, "data"), filepath.Join(dir, "state"))
}

func save(t testing.TB, s *Store, name, query string) Saved {
	t.Helper()
	x, err := s.Save(Saved{Name: name, Query: query, Library: here})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func all(t testing.TB, s *Store) []Saved {
	t.Helper()
	list, problems, err := s.Saved(here)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return list
}

// write puts a file of saved searches there as a person might.
func write(t testing.TB, s *Store, text string) {
	t.Helper()
	if err := os.MkdirAll(s.data.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.File(), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func file(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// told is each search as "name: query".
func told(list []Saved) string {
	var out []string
	for _, x := range list {
		out = append(out, x.Name+": "+x.Query)
	}
	return strings.Join(out, ", ")
}

func TestSaved(t *testing.T) {
	s := fresh(t)
	if len(all(t, s)) != 0 {
		t.Fatal("a folder that does not exist has searches")
	}
	if _, err := os.Stat(s.data.dir); err == nil {
		t.Error("the folder was made though nothing was kept")
	}
	b := save(t, s, "boats", "ferry")
	a := save(t, s, " Abkommen\r\nvon Doha\t", "  \"doha agreement\" -india ")
	if _, err := s.Save(Saved{Name: "boats", Query: "ship", Library: elsewhere}); err != nil {
		t.Fatal("a name of another library: ", err)
	}
	if !validID(a.ID) || len(a.ID) != 10 || a.ID == b.ID || time.Since(a.Created) > time.Hour || a.Name != "Abkommen  von Doha" || a.Query != `"doha agreement" -india` {
		t.Errorf("%+v", a)
	}
	for _, s := range []*Store{s, Open(s.data.dir, s.state.dir)} {
		if diff := cmp.Diff([]Saved{a, b}, all(t, s)); diff != "" {
			t.Error(diff)
		}
		if every, _, err := s.All(); err != nil || len(every) != 3 {
			t.Errorf("%v, %v", every, err)
		}
	}
	b.Query = "ferry OR boat"
	changed, err := s.Save(b)
	if diff := cmp.Diff(b, changed); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if got := told(all(t, s)); got != `Abkommen  von Doha: "doha agreement" -india, boats: ferry OR boat` {
		t.Error(got)
	}
	text := file(t, s.File())
	if first, _, _ := strings.Cut(text, "\n"); first != fmt.Sprintf(`{"id":%q,"name":"boats","query":"ferry OR boat","library":%q,"created":%q}`, b.ID, here, b.Created.Format(time.RFC3339)) {
		t.Error(text)
	}
	if info, _ := os.Stat(s.File()); info.Mode().Perm() != 0o600 || strings.Count(text, "\n") != 3 {
		t.Errorf("%v\n%s", info.Mode(), text)
	}
}

func TestRemoveAndRestore(t *testing.T) {
	s := fresh(t)
	a, b := save(t, s, "a", "ferry"), save(t, s, "b", "train")
	if err := s.Remove(a.ID); err != nil || told(all(t, s)) != "b: train" {
		t.Fatal(err)
	}
	for _, id := range []string{a.ID, "", "nosuchid"} {
		if err := s.Remove(id); err == nil || !strings.Contains(err.Error(), "there is no saved search "+id+" in "+s.File()) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if strings.Contains(file(t, s.File()), "ferry") {
		t.Error("what was deleted still stands in the file")
	}
	back, err := Open(s.data.dir, s.state.dir).Restore(a.ID)
	if diff := cmp.Diff(a, back); diff != "" || err != nil || told(all(t, s)) != "a: ferry, b: train" {
		t.Fatal(diff, err)
	}
	if _, err := s.Restore(a.ID); err == nil || !strings.Contains(err.Error(), "there is no deleted search "+a.ID) {
		t.Errorf("restored twice: %v", err)
	}
	if err := s.Remove(a.ID); err != nil {
		t.Fatal(err)
	}
	save(t, s, "A", "aeroplane")
	taken := (*TakenError)(nil)
	if _, err := s.Restore(a.ID); !errors.As(err, &taken) || taken.By.Query != "aeroplane" {
		t.Errorf("the name is another's: %v", err)
	}
	if err := s.Remove(taken.By.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Restore(a.ID); err != nil || told(all(t, s)) != "a: ferry, b: train" {
		t.Errorf("%s, %v", told(all(t, s)), err)
	}
	// What a kill between the two files leaves: it stands in both.
	if err := os.WriteFile(s.data.file(removedName), []byte(file(t, s.File())), 0o600); err != nil {
		t.Fatal(err)
	}
	if x, err := s.Restore(b.ID); err != nil || x.ID != b.ID || len(all(t, s)) != 2 {
		t.Errorf("%v, %v", x, err)
	}
}

// One that was deleted and is there again stands among the deleted ones, too; what
// was seen of it is not forgotten when it falls out of these.
func TestWhatWasSeenOutlivesADeletion(t *testing.T) {
	s := fresh(t)
	x := save(t, s, "kept", "ferry")
	if err := s.Remove(x.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(x); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSeen(x.ID, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	bin := file(t, s.data.file(removedName))
	for i := range mostRemoved - 1 {
		bin += encode(Saved{ID: fmt.Sprintf("old%03d", i), Name: fmt.Sprint(i), Query: "x"}, nil).text + "\n"
	}
	if err := os.WriteFile(s.data.file(removedName), []byte(bin), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(save(t, s, "another", "tide").ID); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(file(t, s.data.file(removedName)), x.ID) {
		t.Fatal("it is still among the deleted ones")
	}
	if seen, err := s.Seen(x.ID); err != nil || seen.At.IsZero() {
		t.Errorf("what was seen of it is lost: %v, %v", seen, err)
	}
}

func TestAHundredDeletedSearchesAreKept(t *testing.T) {
	s := fresh(t)
	var lines []string
	for i := range mostRemoved {
		lines = append(lines, encode(Saved{ID: fmt.Sprintf("old%03d", i), Name: fmt.Sprint(i), Query: "x"}, nil).text)
	}
	write(t, s, "")
	if err := os.WriteFile(s.data.file(removedName), []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"old000", "old001"} {
		if err := s.SetSeen(id, []string{"a"}); err != nil {
			t.Fatal(err)
		}
	}
	x := save(t, s, "new", "ferry")
	if err := s.Remove(x.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Restore("old000"); err == nil {
		t.Error("one too many is kept")
	}
	if gone, err := s.Seen("old000"); err != nil || !gone.At.IsZero() {
		t.Errorf("what was seen of it is kept: %v, %v", gone, err)
	}
	if kept, err := s.Seen("old001"); err != nil || kept.At.IsZero() {
		t.Errorf("what was seen of another is lost: %v, %v", kept, err)
	}
	for _, id := range []string{"old001", x.ID} {
		if _, err := s.Restore(id); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatIsNotSaved(t *testing.T) {
	s := fresh(t)
	was := save(t, s, "Café", "coffee")
	if _, err := s.Save(Saved{Name: "everywhere", Query: "x"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x    Saved
		want string
	}{
		{Saved{Name: " \n", Query: "x"}, "it has no name; give it one"},
		{Saved{Name: "a", Query: " \t"}, "there is nothing to look for"},
		{Saved{Name: "a", Query: "()"}, "there is nothing to look for"},
		{Saved{Name: "a", Query: "date:yesterda"}, "column 6"},
		{Saved{Name: "a", Query: "  truce title:"}, "column 9"},
		{Saved{Name: "a", Query: strings.Repeat("x ", 9000)}, "more than 8 KB"},
		{Saved{Name: strings.Repeat("x", 500), Query: "x"}, "more than 400 bytes"},
		{Saved{ID: "../../x", Name: "a", Query: "x"}, "no ID of a search"},
		{Saved{Name: "Cafe\u0301", Query: "tea"}, `there is a saved search named "Café" already (coffee); choose another name`},
		{Saved{Name: " CAFÉ ", Query: "tea"}, `there is a saved search named "Café" already`},
		{Saved{Name: "Everywhere", Query: "tea"}, `there is a saved search named "everywhere" already`},
		{Saved{ID: "abcdefgh12", Name: "café", Query: "tea"}, `there is a saved search named "Café" already`},
	} {
		c.x.Library = here
		if _, err := s.Save(c.x); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60v: %v; want %s", c.x, err, c.want)
		}
	}
	var bad *query.Error
	if _, err := s.Save(Saved{Name: "a", Query: "title:"}); !errors.As(err, &bad) {
		t.Errorf("%T", err)
	}
	var taken *TakenError
	if _, err := s.Save(Saved{Name: "café", Query: "tea", Library: here}); !errors.As(err, &taken) || taken.By != was {
		t.Errorf("%v", err)
	}
	was.Name = "CAFÉ" // its own name is nobody else's
	if _, err := s.Save(was); err != nil || told(all(t, s)) != "CAFÉ: coffee, everywhere: x" {
		t.Error(err)
	}
}

// The files a person, a merge or an accident may leave, and what is read.
func TestLinesOfAllKinds(t *testing.T) {
	a := `{"id":"aaaa","name":"a","query":"ferry","library":"` + here + `","created":"2025-11-07T09:30:00Z"}`
	b := `{"id":"bbbb","name":"b","query":"train"}`
	for name, c := range map[string]struct{ text, want, flaws string }{
		"none":                    {a + "\n" + b + "\n", "a: ferry, b: train", ""},
		"empty":                   {"", "", ""},
		"no break at the end":     {a + "\n" + b, "a: ferry, b: train", ""},
		"half a line":             {a + "\n" + b[:20], "a: ferry", "2 it is not a saved search"},
		"half a line inside":      {a[:30] + "\n" + b, "b: train", "1 it is not a saved search"},
		"zeros":                   {a + "\n" + strings.Repeat("\x00", 512) + "\n" + b, "a: ferry, b: train", "2 it is not a saved search"},
		"a byte flipped":          {strings.Replace(a, "ferry", "f\xe5rry", 1) + "\n" + b, "b: train", "1 it is not UTF-8"},
		"no query":                {a + "\n" + `{"name":"c"}`, "a: ferry", `2 it has no "query"`},
		"no name":                 {`{"query":"c"}` + "\n" + a, "a: ferry", `1 it has no "name"`},
		"other JSON":              {"null\n[1]\n{}\n" + a, "a: ferry", `1 it has no "name" 2 it is not a saved search 3 it has no "name"`},
		"a mark of Windows":       {"\ufeff" + a + "\r\n\r\n" + b + "\r\n", "a: ferry, b: train", ""},
		"written by hand":         {`{ "name" : "c", "query":"bus" }` + "\n" + a, "a: ferry, c: bus", ""},
		"a merge that was left":   {"<<<<<<< HEAD\n" + a + "\n=======\n" + strings.Replace(a, "ferry", "boat", 1) + "\n>>>>>>> x\n", "a: ferry, a: boat", "1 it is not 3 it is not 5 it is not"},
		"a line twice":            {a + "\n" + a + "\n" + b + "\n" + a, "a: ferry, b: train", ""},
		"an ID that is a path":    {strings.Replace(a, "aaaa", "../../../x", 1) + "\n" + b, "a: ferry, b: train", ""},
		"a time that is none":     {strings.Replace(a, "2025", "20x5", 1), "a: ferry", ""},
		"another library":         {strings.Replace(a, here, elsewhere, 1) + "\n" + b, "b: train", ""},
		"keys of another version": {strings.Replace(a, `"name"`, `"stars":{"n":[1,2]},"name"`, 1), "a: ferry", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t)
			write(t, s, c.text)
			check := func() {
				t.Helper()
				list, problems, err := s.Saved(here)
				if err != nil {
					t.Fatal(err)
				}
				if list = slices.DeleteFunc(list, func(x Saved) bool { return x.Name == "z" }); told(list) != c.want {
					t.Errorf("read %q, want %q", told(list), c.want)
				}
				rest := c.flaws
				for _, p := range problems {
					start := fmt.Sprint(p.Line, " ")
					i := strings.Index(rest, start)
					if i != 0 || p.File != s.File() || !strings.HasSuffix(p.Reason, "; correct the line or delete it") {
						t.Fatalf("%+v; want %s", p, rest)
					}
					rest = rest[len(start):]
					n := 0
					for n < len(rest) && n < len(p.Reason) && rest[n] == p.Reason[n] {
						n++
					}
					rest = strings.TrimLeft(rest[n:], " ")
				}
				if rest != "" {
					t.Errorf("no problem: %s", rest)
				}
				ids := map[string]bool{}
				for _, x := range list {
					if !validID(x.ID) || ids[x.ID] {
						t.Errorf("ID %q", x.ID)
					}
					ids[x.ID] = true
				}
			}
			check()
			z := save(t, s, "z", "zeppelin")
			check()
			if err := s.Remove(z.ID); err != nil {
				t.Fatal(err)
			}
			check()
			want := strings.TrimSuffix(strings.TrimPrefix(c.text, "\ufeff"), "\n")
			if got := strings.TrimSuffix(file(t, s.File()), "\n"); got != want {
				t.Errorf("the lines of others are now\n%q, were\n%q", got, want)
			}
		})
	}
}

// A line is changed in its place, with what a later version has written into
// it, and the copies that a merge made of it go with it.
func TestAChangeStaysInItsPlace(t *testing.T) {
	s := fresh(t)
	const a, damaged, c = `{"id":"aaaa","name":"a","query":"ferry","stars":{ "n":[1,	"` + "\u009b\u202e" + `<"] },"Created":"2025-11-07T09:30:00Z","at":null}`, `{"id":"bbbb"`, `{"name":"c","query":"train"}`
	write(t, s, a+"\n"+damaged+"\n"+c+"\n"+a+"\n")
	list, _, err := s.Saved(here)
	if err != nil || told(list) != "a: ferry, c: train" {
		t.Fatal(list, err)
	}
	for _, x := range list {
		x.Query += " OR boat"
		if _, err := s.Save(x); err != nil {
			t.Fatal(err)
		}
	}
	want := `{"id":"aaaa","name":"a","query":"ferry OR boat","created":"2025-11-07T09:30:00Z","at":null,"stars":{"n":[1,"\u009b\u202e<"]}}` + "\n" +
		damaged + "\n" + `{"id":"` + list[1].ID + `","name":"c","query":"train OR boat"}` + "\n"
	if diff := cmp.Diff(want, file(t, s.File())); diff != "" {
		t.Error(diff)
	}
	for _, x := range list { // under the same IDs, also that of the line without one
		if err := s.Remove(x.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Restore(x.ID); err != nil {
			t.Fatal(err)
		}
	}
	if again, _, err := s.Saved(here); err != nil || told(again) != "a: ferry OR boat, c: train OR boat" || !strings.Contains(file(t, s.File()), `"stars"`) {
		t.Error(again, err)
	}
}

// Two stores over one folder against a map: whatever is done with whatever
// texts, what is read is what was done.
func TestStoresAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "searches")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		stores := []*Store{Open(dir, dir), Open(dir, dir)} // one folder for both must do
		kept, gone := map[string]Saved{}, map[string]Saved{}
		text := rapid.OneOf(rapid.StringMatching(`[a-cA-C]`), rapid.String(), rapid.StringMatching(`[a-z "\\\x00-\x1f\x{2028}<]{0,30}`),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
		pick := func(t *rapid.T, m map[string]Saved) string {
			var ids []string
			for id := range m {
				ids = append(ids, id)
			}
			slices.SortFunc(ids, func(a, b string) int { return strings.Compare(m[a].Name+m[a].Query, m[b].Name+m[b].Query) })
			return rapid.SampledFrom(ids).Draw(t, "id")
		}
		store := func(t *rapid.T) *Store { return rapid.SampledFrom(stores).Draw(t, "store") }
		free := func(x Saved) bool {
			for _, y := range kept {
				if y.ID != x.ID && SameName(y.Name, x.Name) && y.Library == x.Library {
					return false
				}
			}
			return true
		}
		put := func(t *rapid.T, x Saved) {
			x.Name, x.Query, x.Library = text.Draw(t, "name"), text.Draw(t, "query"), rapid.SampledFrom([]string{here, elsewhere}).Draw(t, "library")
			got, err := store(t).Save(x)
			_, bad := x.checked()
			if ok := bad == nil && free(x); ok != (err == nil) {
				t.Fatalf("%+v: %v", x, err)
			}
			if err == nil {
				if x.ID != "" && got.ID != x.ID || got.Created.IsZero() || !utf8.ValidString(got.Name+got.Query) {
					t.Fatalf("%+v", got)
				}
				kept[got.ID] = got
			}
		}
		for range rapid.IntRange(1, 10).Draw(t, "deeds") {
			switch deed := rapid.SampledFrom([]string{"new", "new", "change", "remove", "restore"}).Draw(t, "deed"); {
			case deed == "restore" && len(gone) > 0:
				id := pick(t, gone)
				if _, err := store(t).Restore(id); (err == nil) != free(gone[id]) {
					t.Fatal(err)
				} else if err == nil {
					kept[id] = gone[id]
					delete(gone, id)
				}
			case deed == "remove" && len(kept) > 0:
				id := pick(t, kept)
				if err := store(t).Remove(id); err != nil {
					t.Fatal(err)
				}
				gone[id] = kept[id]
				delete(kept, id)
			case deed == "change" && len(kept) > 0:
				put(t, kept[pick(t, kept)])
			default:
				put(t, Saved{})
			}
			list, problems, err := stores[0].All()
			if err != nil || len(problems) > 0 || len(list) != len(kept) {
				t.Fatalf("%d searches, want %d; %v, %v", len(list), len(kept), problems, err)
			}
			for i, x := range list {
				if diff := cmp.Diff(kept[x.ID], x); diff != "" {
					t.Fatal(diff)
				}
				if i > 0 && nameKey(list[i-1].Name) > nameKey(x.Name) {
					t.Fatalf("%q stands before %q", list[i-1].Name, x.Name)
				}
			}
		}
	})
}

// No file makes the store fail, every line of it stays as it is, and a change
// of one search changes no other.
func FuzzRows(f *testing.F) {
	f.Add(`{"id":"aaaa","name":"a","query":"b","x":[1, "\u001b"]}` + "\n{}\n\n" + `{"name":"a","query":"c"}`)
	f.Add("\ufeff<<<<<<<\n{\"id\":\"aaaa\",\"name\":\"a\",\"query\":\"b\"}\r\n{\"id\":\"aaaa\",\"NAME\":\"a\",\"query\":\"c\",\"y\":1e9}\nnull\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		list := rows(text)
		if got := strings.TrimSuffix(written(list), "\n"); got != strings.TrimSuffix(strings.TrimPrefix(text, "\ufeff"), "\n") {
			t.Fatalf("written as %q", got)
		}
		before := saved(list)
		ids := map[string]bool{}
		for _, x := range before {
			if !validID(x.ID) || ids[x.ID] || x.Name == "" || x.Query == "" {
				t.Fatalf("%+v", x)
			}
			ids[x.ID] = true
		}
		if len(before) == 0 {
			return
		}
		x := before[len(before)/2]
		x.Name += "!"
		now, _ := put(list, &x)
		flaws := func(list []row) (n int) {
			for _, r := range list {
				if r.flaw != "" {
					n++
				}
			}
			return n
		}
		again := rows(written(now))
		after := saved(again)
		i := slices.IndexFunc(after, func(y Saved) bool { return y == x })
		if i < 0 || len(after) != len(before) || flaws(again) != flaws(list) {
			t.Fatalf("%+v is not among\n%s", x, written(now))
		}
	})
}
