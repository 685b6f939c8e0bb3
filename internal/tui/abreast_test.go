package tui

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/reading"
	"broadsheet/internal/tui/keymap"
	"broadsheet/internal/tui/pairing"
	"broadsheet/internal/tui/spread"
)

// write makes a folder of files.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// harbours are words that make passages speak of different things.
var harbours = strings.Fields("Kiel Lübeck Rostock Emden Bremen Hamburg Wismar Husum Tönning Flensburg Stralsund Cuxhaven Norden Leer Papenburg Brake")

// The same told in two ways: what is put in is the harbour, its ships, its
// timber and its pilot.
const (
	alpha = "In the harbour of %s %d ships waited with %d tonnes of timber, and the pilot Jansen%s went out to them in the storm. Nobody was hurt there, and the lights of the town could be seen from every deck until the morning came."
	beta  = "Off %s, reports have it, some %d vessels lay at anchor; their %d tonnes of lumber stayed dry. A boat with Jansen%s on board reached each of them before midnight, says the office for shipping, which praised him."
)

// account tells of each harbour in the order given.
func account(title, told string, order []int) string {
	var sb strings.Builder
	fmt.Fprintf(&sb, "# %s\n\n", title)
	for _, i := range order {
		fmt.Fprintf(&sb, told+"\n\n", harbours[i], 40+i, 1000+7*i, strings.ToLower(harbours[i]))
	}
	return sb.String()
}

// accounts are two briefs of the same things, told in another order.
func accounts(t testing.TB) string {
	n := len(harbours)
	forth, back := make([]int, n), make([]int, n)
	for i := range n {
		forth[i], back[i] = i, n-1-i
	}
	return write(t, map[string]string{
		"a.md": account("Alpha", alpha, forth) + "Only Alpha speaks of the whale that lay on the beach at Amrum for eleven days.\n",
		"b.md": account("Beta", beta, back),
	})
}

// openBeside opens the brief whose title is given and the one beside it, and
// compares them where asked.
func (d *drive) openBeside(title, beside string, compare bool) {
	d.t.Helper()
	d.press("ctrl+p")
	d.types(title)
	d.press("enter")
	d.until(title, func() bool { b := d.m.spread.Focused().Brief(); return b != nil && strings.HasPrefix(b.Title, title) })
	d.press("|")
	d.sees("most closely")
	d.types(beside)
	d.press("enter")
	d.until(beside+" beside it", func() bool {
		return d.m.spread.Other() != nil && d.m.spread.Focused().Brief() != nil && d.m.spread.Focused().Brief().Title == beside
	})
	if compare {
		d.press("c")
		d.until("the counterparts", d.compared)
	}
}

// compared tells that what the two panes have in common is known.
func (d *drive) compared() bool {
	_, known := d.m.spread.Pairing()
	return known
}

// pairing is what is known of them.
func (d *drive) pairing() *pairing.Pairing {
	p, known := d.m.spread.Pairing()
	if !known {
		d.t.Fatal("the two have not been compared")
	}
	return p
}

// handText is the text of the passage in hand in pane i.
func (d *drive) handText(i int) string {
	pane := d.m.spread.Pane(i)
	return pane.Brief().Passages[pane.Hand()].Text
}

// Moving in one pane brings the counterpart into view in the other, beginning
// in the same row, and moves nothing while it is there already.
func TestTheOtherPaneFollows(t *testing.T) {
	for _, size := range [][2]int{{140, 30}, {80, 40}} {
		d := open(t, accounts(t), size[0], size[1])
		d.openBeside("Alpha", "Beta", true)
		d.press("tab", "g", "}")
		moved, stayed := 0, 0
		for i := range harbours {
			if i > 0 {
				before, top := d.m.spread.Pane(1).Brief(), d.m.spread.Pane(1).Place()
				d.press("}")
				if d.m.spread.Pane(1).Brief() != before {
					t.Fatal("another brief")
				}
				if d.m.spread.Pane(1).Place() == top {
					stayed++
				} else if moved++; d.m.spread.Pane(0).HandRow() != d.m.spread.Pane(1).HandRow() && d.m.spread.Pane(1).Place() >= 0 && d.m.spread.Pane(1).Progress() < 1 {
					t.Errorf("%v, %s: rows %d and %d", size, harbours[i], d.m.spread.Pane(0).HandRow(), d.m.spread.Pane(1).HandRow())
				}
			}
			for k := range 2 {
				if got := d.handText(k); !strings.Contains(got, harbours[i]) {
					t.Errorf("%v, pane %d has %.60q in hand, want %s", size, k, got, harbours[i])
				}
			}
			d.exact()
		}
		if moved == 0 || stayed == 0 {
			t.Errorf("%v: the other pane moved %d times and stayed %d times", size, moved, stayed)
		}
		d.press("}")
		d.sees("nothing on this here")
		if got := d.handText(1); !strings.Contains(got, harbours[len(harbours)-1]) {
			t.Errorf("beside a passage that stands alone the other pane shows %q", got)
		}
		d.sees("16 joined", "1 only here")
	}
}

// TestPerhaps: beside a passage that may have a counterpart the other pane shows
// the likeliest, and says that it is not sure; such a passage is not among those
// that stand alone.
func TestPerhaps(t *testing.T) {
	d := open(t, filepath.Join("..", "..", "briefs"), 140, 40)
	d.openBeside("Pakistan and Afghanistan Announce", "After Spin Boldak, a Truce: How Kabul and Islamabad Came to Doha", true)
	d.press("tab", "g")
	d.sees("≈ 1 perhaps")
	unsure := func() bool { return d.pairing().Unsure(0, d.m.spread.Focused().Hand()) }
	for range d.m.spread.Focused().Brief().Passages {
		if unsure() {
			break
		}
		d.press("}")
	}
	if !unsure() {
		t.Fatal("nothing is in doubt")
	}
	d.sees("perhaps this")
	if got := d.handText(1); !strings.Contains(got, "heaviest harm") {
		t.Errorf("the other pane shows %.60q", got)
	}
	for range d.pairing().Sides[0].Alone {
		d.press("a")
		if unsure() {
			t.Error("a passage in doubt counts as one that stands alone")
		}
	}
	d.exact()
}

// = goes through the ways in which the panes move together.
func TestStep(t *testing.T) {
	d := open(t, accounts(t), 140, 20)
	d.openBeside("Alpha", "Beta", false)
	d.press("tab", "g")
	other := d.m.spread.Pane(1)
	at := other.Place()
	d.press("}", "}", "}")
	if other.Place() != at {
		t.Error("the panes move together before they are asked to")
	}
	d.press("=")
	d.sees("by percent")
	d.press("G")
	if other.Progress() < 1 {
		t.Error("by percent the other pane is not at its end")
	}
	d.press("g", "=")
	d.sees("by passage")
	d.until("the comparison", d.compared)
	d.press("}", "}")
	if a, b := d.handText(0), d.handText(1); !strings.Contains(a, harbours[1]) || !strings.Contains(b, harbours[1]) {
		t.Errorf("by passage: %.50q beside %.50q", a, b)
	}
	if strings.Contains(d.screen(), "joined") {
		t.Error("the counterparts are marked without having been asked for")
	}
	d.press("=")
	if d.m.spread.Step() != spread.Free {
		t.Error("= does not come round")
	}
}

// By percent the other pane goes along with whatever leads far away: it is at its
// end where this one is, and back at its start.
func TestByPercentWithEveryLeap(t *testing.T) {
	chapters := func(title, last string) string {
		var sb strings.Builder
		fmt.Fprintf(&sb, "# %s\n\nSee [the last](#%s).\n", title, strings.ToLower(last))
		for _, h := range harbours {
			fmt.Fprintf(&sb, "\n## %s of %s\n\n"+alpha+"\n", h, title, h, 1, 2, "")
		}
		return sb.String() + "\n## " + last + "\n\nThe very end.\n"
	}
	leaps := map[string][]string{
		"contents":       {"t", "o", "u", "t", "c", "enter"},
		"a link":         {"o", "1"},
		"words here":     {"/", "v", "e", "r", "y", "space", "e", "n", "d", "enter"},
		"end":            {"G"},
		"a bookmark":     {"'", "sees Alpha › Outcome", "enter"},
		"back and forth": {"G", "ctrl+o", "alt+o"},
		"a hit":          {"s", "v", "e", "r", "y", "space", "e", "n", "d", "space", "-", "t", "i", "t", "l", "e", ":", "b", "e", "t", "a", "enter"},
	}
	for name, keys := range leaps {
		d := open(t, write(t, map[string]string{"a.md": chapters("Alpha", "Outcome"), "b.md": chapters("Beta", "Epilogue")}), 140, 20)
		d.openBeside("Alpha", "Beta", false)
		d.press("tab", "G", "m", "enter")
		d.sees("Bookmark kept")
		d.press("g", "=")
		d.sees("by percent")
		for _, k := range keys {
			if text, ok := strings.CutPrefix(k, "sees "); ok {
				d.sees(text)
				continue
			}
			d.press(k)
		}
		d.until(name+" to lead to both ends", func() bool {
			return d.m.screen == keymap.Reader && d.m.spread.Pane(0).Progress() == 1 && d.m.spread.Pane(1).Progress() == 1
		})
		d.press("ctrl+o")
		d.until("the way back from "+name+" to lead to both starts", func() bool {
			return d.m.spread.Pane(0).Place() < 0 && d.m.spread.Pane(1).Place() < 0
		})
	}
}

// c with one brief open asks for the second, and compares.
func TestComparingWithOnePane(t *testing.T) {
	d := open(t, accounts(t), 120, 30)
	d.press("ctrl+p")
	d.types("Beta")
	d.press("enter")
	d.until("Beta", func() bool { return d.m.spread.Focused().Brief() != nil })
	d.press("}", "}", "}", "c")
	d.sees("Compare with", "Alpha", "This brief again")
	d.until("the related brief", func() bool { return strings.Contains(d.screen(), "2 of 2") })
	d.press("enter")
	d.sees("16 joined")
	d.until("the counterpart", func() bool {
		return strings.Contains(d.handText(0), harbours[12]) && strings.Contains(d.handText(1), harbours[12])
	})
	d.press("c")
	if strings.Contains(d.screen(), "joined") {
		t.Error("c does not leave the comparison")
	}
}

// Where it takes long to find the counterpart, the second brief is shown first,
// and goes there when it is found, unless one has moved meanwhile.
func TestTheCounterpartMayComeLater(t *testing.T) {
	for _, moved := range []bool{false, true} {
		d := open(t, accounts(t), 120, 30)
		d.openBeside("Alpha", "Beta", false)
		d.press("ctrl+w", "q", "g", "}", "}", "}", "}", "|")
		d.sees("This brief again")
		hand := d.m.spread.Focused().Hand()
		d.types("beta")
		d.press("enter")
		late := d.opensLate()
		top := d.m.spread.Pane(1).Place()
		if strings.Contains(d.screen(), "It has nothing") {
			t.Error("it is said to have nothing before that is known")
		}
		if moved {
			d.press("j")
			top = d.m.spread.Pane(1).Place()
		}
		d.send(from{d.p.number, late})
		if at := d.m.spread.Pane(1).Hand(); moved && d.m.spread.Pane(1).Place() != top || !moved && at != late.facing.to {
			t.Errorf("moved %v: passage %d in hand at %d, beside passage %d; the counterpart is %d", moved, at, d.m.spread.Pane(1).Place(), hand, late.facing.to)
		}
		d.exact()
	}
}

// opensLate waits for the second brief and shows it as if its counterpart had
// not been found in time; it gives what comes afterwards.
func (d *drive) opensLate() faced {
	d.t.Helper()
	for late := time.After(patience); ; {
		select {
		case msg := <-d.msgs:
			f, _ := msg.(from)
			l, ok := f.msg.(loaded)
			if !ok || l.facing.brief == nil {
				d.send(msg)
				continue
			}
			l.facing.to, l.facing.late = -1, true
			d.send(from{f.number, l})
			return d.m.desk.faceLater(d.m.ctx, l)().(faced)
		case <-late:
			d.t.Fatalf("waited in vain for the second brief; the screen is:\n%s", d.screen())
		}
	}
}

// TestBesideAnEmptyBrief: a brief without a passage opens beside another, and
// another beside it.
func TestBesideAnEmptyBrief(t *testing.T) {
	dir := accounts(t)
	if err := os.WriteFile(filepath.Join(dir, "void.md"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir, 120, 30)
	d.openBeside("Void", "Alpha", true)
	d.sees("This brief is empty", "no passage on the same thing")
	d.press("ctrl+w", "q", "/")
	d.types("ferry")
	d.sees("/ferry", "0 here")
	d.press("esc")
	d.openBeside("Alpha", "Void", true)
	d.sees("This brief is empty")
}

// A second brief is opened where it speaks of the passage in hand; what is open
// is not offered, but the brief in hand itself is.
func TestTheSecondBriefOpensAtTheCounterpart(t *testing.T) {
	d := open(t, accounts(t), 120, 30)
	d.openBeside("Alpha", "Beta", false)
	d.press("ctrl+w", "q")
	d.press("g", "}", "}", "}", "}", "}", "|")
	d.sees("This brief again")
	if strings.Count(d.screen(), "Beta  ") == 0 || strings.Contains(d.screen(), "│ Alpha") && !strings.Contains(d.screen(), "Beta") {
		t.Errorf("the list:\n%s", d.screen())
	}
	hand := d.handText(0)
	d.types("this brief again")
	d.press("enter")
	d.until("the same brief twice", func() bool { return d.m.spread.Other() != nil && d.m.spread.Focused().Brief() != nil })
	if got := d.handText(1); got != hand {
		t.Errorf("this brief again has %.50q in hand, want %.50q", got, hand)
	}
	d.press("G")
	if d.m.spread.Pane(0).Progress() >= 1 {
		t.Error("two places of one brief move together")
	}
	d.press("c")
	d.sees("the same in both")
}

// Each pane has its own search, hits and place; swapping takes them along.
func TestEachPaneHasItsOwnSearch(t *testing.T) {
	d := open(t, accounts(t), 140, 30)
	d.openBeside("Alpha", "Beta", false)
	search := func(word string) {
		d.press("/")
		d.types(word)
		d.until(word, func() bool { _, n := d.m.spread.Focused().Hits(); return n > 0 })
		d.press("enter")
	}
	search("reports")
	d.press("tab")
	search("kiel")
	hits := func(i int) string {
		at, n := d.m.spread.Pane(i).Hits()
		return fmt.Sprintf("%d of %d", at, n)
	}
	d.press("n", "n", "tab", "n")
	left, right := hits(0), hits(1)
	if !strings.HasSuffix(left, "of 2") || !strings.HasSuffix(right, "of 16") {
		t.Errorf("the hits are %s and %s", left, right)
	}
	places := [2]int{d.m.spread.Pane(0).Place(), d.m.spread.Pane(1).Place()}
	d.press("x")
	if hits(0) != right || hits(1) != left || d.m.spread.Pane(1).Place() != places[0] || d.m.spread.Focus() != 0 {
		t.Error("swapping loses the hits, the place or the focus")
	}
}

// One over the other on a narrow screen and back: the places stay.
func TestPanesKeepTheirPlacesThroughSizes(t *testing.T) {
	d := open(t, accounts(t), 140, 40)
	d.openBeside("Alpha", "Beta", false)
	d.press("d", "d", "tab", "d", ">", ">")
	places := func() string {
		a, b := d.m.spread.Pane(0), d.m.spread.Pane(1)
		return fmt.Sprint(a.Place(), a.Hand(), b.Place(), b.Hand())
	}
	want := places()
	for _, s := range [][2]int{{80, 30}, {40, 10}, {99, 50}, {100, 12}, {200, 60}, {140, 40}} {
		d.send(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
		d.exact()
		if got := places(); got != want {
			t.Errorf("at %v: %s, want %s", s, got, want)
		}
	}
}

// The border follows the mouse; the wheel scrolls the pane under it, and a click
// gives it the keys.
func TestTheMouseOnTwoPanes(t *testing.T) {
	d := open(t, accounts(t), 140, 30)
	d.openBeside("Alpha", "Beta", false)
	border := func() int {
		return strings.IndexRune(string([]rune(strings.Split(d.screen(), "\n")[10])), '│')
	}
	column := func() int { return len([]rune(strings.Split(d.screen(), "\n")[10][:border()])) }
	for _, x := range []int{40, 101, 69} {
		d.send(tea.MouseClickMsg{X: column(), Y: 10, Button: tea.MouseLeft})
		d.send(tea.MouseMotionMsg{X: x, Y: 12, Button: tea.MouseLeft})
		d.send(tea.MouseReleaseMsg{X: x, Y: 12, Button: tea.MouseLeft})
		if column() != x {
			t.Errorf("the border is in column %d, want %d", column(), x)
		}
		if d.m.spread.Focused().Selecting() {
			t.Error("dragging the border selects")
		}
		d.exact()
	}
	d.send(tea.MouseWheelMsg{X: 5, Y: 5, Button: tea.MouseWheelDown})
	if d.m.spread.Pane(0).Place() < 0 || d.m.spread.Focus() != 1 {
		t.Error("the wheel does not scroll the pane under it alone")
	}
	d.send(tea.MouseClickMsg{X: 5, Y: 5, Button: tea.MouseLeft})
	if d.m.spread.Focus() != 0 {
		t.Error("a click does not give the keys to the pane under it")
	}
	d.send(tea.WindowSizeMsg{Width: 80, Height: 31})
	d.send(tea.MouseClickMsg{X: 20, Y: 14, Button: tea.MouseLeft})
	d.send(tea.MouseMotionMsg{X: 20, Y: 20, Button: tea.MouseLeft})
	if !strings.HasPrefix(strings.Split(d.screen(), "\n")[20], "────") {
		t.Errorf("one over the other the border does not follow:\n%s", d.screen())
	}
}

// A file that changes is read again in whichever pane it stands by then, and
// compared again.
func TestAChangedFileInEitherPane(t *testing.T) {
	dir := accounts(t)
	d := open(t, dir, 140, 30)
	d.openBeside("Alpha", "Beta", true)
	for _, name := range []string{"a.md", "b.md"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		added := fmt.Sprintf("Added to %s: a grey seal slept upon the stone mole of Wangerooge, where children fed it herring.\n", name)
		if err := os.WriteFile(filepath.Join(dir, name), append(append(text, "\n"...), added...), 0o644); err != nil {
			t.Fatal(err)
		}
		d.press("r", "x")
		d.until("the changed file", func() bool {
			for k := range 2 {
				b := d.m.spread.Pane(k).Brief()
				if b.Passages[len(b.Passages)-1].Text == strings.TrimSpace(added) {
					return d.compared()
				}
			}
			return false
		})
		d.exact()
	}
	d.sees("17 joined")
}

// Keys at random with two briefs open and compared.
func TestRandomKeysOnTwoPanes(t *testing.T) {
	d := open(t, accounts(t), 120, 30)
	d.openBeside("Alpha", "Beta", true)
	keys := strings.Fields("j k d u g G { } a A . , tab x < > = c v m esc / n N t | enter z + - U ctrl+w q e1 B y")
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 3000 {
		if i%40 == 0 {
			d.send(tea.WindowSizeMsg{Width: 40 + r.IntN(180), Height: 10 + r.IntN(50)})
		}
		switch r.IntN(12) {
		case 0:
			d.send(tea.MouseClickMsg{X: r.IntN(d.m.width), Y: r.IntN(d.m.height), Button: tea.MouseLeft})
		case 1:
			d.send(tea.MouseMotionMsg{X: r.IntN(d.m.width), Y: r.IntN(d.m.height), Button: tea.MouseLeft})
		case 2:
			d.send(tea.MouseReleaseMsg{Button: tea.MouseLeft})
		case 3:
			d.send(tea.MouseWheelMsg{X: r.IntN(d.m.width), Y: r.IntN(d.m.height), Button: tea.MouseWheelDown})
		}
		d.press(keys[r.IntN(len(keys))])
		for len(d.msgs) > 0 {
			d.send(<-d.msgs)
		}
		d.quit = false
		if i%10 == 0 {
			d.exact()
		}
		if d.m.spread.Other() == nil && d.m.overlay == nil && i%7 == 0 {
			d.press("esc", "esc", "esc", "g", "enter", "|", "enter")
		}
	}
}

// odd are two accounts with all that is not one column a code point: CJK, emoji
// that are joined, with a variation selector and of two letters, marks that
// combine, Devanagari, Thai, right-to-left text, tables of all of it.
var odd = map[string]string{
	"odd.md": `# 港口 the harbour 👨‍👩‍👧‍👦 of Kiel ❤️

The ferry Nordstern 🚢 left Kiel with 120 passengers, 日本語の文も、ここにある。東京都港区の港から船が出た。 It came back after an hour 🏳️‍🌈 because of the storm.

हिन्दी में यह लिखा है कि जहाज़ नॉर्डस्टर्न कील लौट आया, और 120 यात्री सुरक्षित हैं। क्षत्रिय ज्ञान श्री।

| 風 wind | नाम | 🇩🇪 flag | é ñ ü |
|---|---|---|---|
| 九 9 | कील | 👍🏽 | e` + "\u0301" + ` n` + "\u0303" + ` u` + "\u0308" + ` |
| 十一 11 | लुबेक | 🇵🇰🇦🇫 | Z` + "\u0351\u036b\u0343" + `algo |

- ไทย ภาษาไทย ที่นี่ 1️⃣ 2️⃣
- اردو میں لکھا ہوا ایک جملہ، جس میں 120 مسافر ہیں۔
- 한국어 문장도 여기 있다 ✈️ ☎️ ♥︎
`,
	"plain.md": `# Beside it: a plain account

An hour after it had left Kiel, the Nordstern was in the harbour again with its 120 passengers, since the storm was too strong.

עברית: הספינה חזרה לנמל אחרי שעה בגלל הסערה, ואיש לא נפגע. Nobody was hurt.

> 「船は戻った」と港湾局は述べた。 👩🏽‍🚀 said so, 5 times ‼️ ©️ ™️ 🫱🏻‍🫲🏿

| a | b |
|---|---|
| שלום | 世界 |
`,
}

// The two panes with all that is odd, at every width: each row is exactly as
// wide as the screen, and the border between the panes is straight.
func TestTwoPanesAtEveryWidth(t *testing.T) {
	d := open(t, write(t, odd), 120, 44)
	d.openBeside("港口", "Beside it: a plain account", true)
	d.press("tab", "g", "}")
	for width := 60; width <= 200; width++ {
		d.send(tea.WindowSizeMsg{Width: width, Height: 44})
		d.exact()
		if width >= 100 {
			d.straight()
		}
		if width%35 == 25 || width == 200 {
			d.golden(fmt.Sprintf("odd-%d", width))
		}
	}
	for _, k := range []string{">", ">", ">", "<", "<", "<", "<", "<"} {
		d.press(k)
		d.exact()
		d.straight()
	}
}

// straight checks that the border stands in one column in every row but the
// last.
func (d *drive) straight() {
	d.t.Helper()
	rows := strings.Split(d.screen(), "\n")
	before, _, _ := strings.Cut(rows[0], "│")
	want := ansi.StringWidthWc(before)
	for i, row := range rows[:len(rows)-1] {
		at := 0
		for _, r := range row {
			if at >= want {
				if r != '│' && at == want && ansi.StringWidthWc(string(r)) > 0 {
					d.t.Errorf("%d columns, row %d: %q stands where the border is, in %q", d.m.width, i, r, row)
				}
				if at > want {
					d.t.Errorf("%d columns, row %d: no border in column %d of %q", d.m.width, i, want, row)
				}
				if ansi.StringWidthWc(string(r)) > 0 {
					break
				}
			}
			at += ansi.StringWidthWc(string(r))
		}
	}
}

// The arrangement of the two panes comes back at the next start.
func TestTheArrangementComesBack(t *testing.T) {
	dir, read := accounts(t), tempDir(t)
	d := reopen(t, dir, read, 140, 30)
	d.openBeside("Alpha", "Beta", true)
	d.press("tab", "g", "}", "}", "}", ">", ">", "tab")
	stands := func(d *drive) string {
		var out []string
		for i := range 2 {
			pane := d.m.spread.Pane(i)
			if pane == nil || pane.Brief() == nil {
				return "nothing"
			}
			out = append(out, fmt.Sprint(pane.Entry().Path, pane.Place(), pane.Hand()))
		}
		return fmt.Sprint(out, d.m.spread.Focus(), d.m.spread.Part(), d.m.spread.Step(), d.m.spread.Counterparts())
	}
	want := stands(d)
	d.m.keepNow()()
	again := d.again(dir, read)
	again.until("the briefs of the last time", func() bool { return stands(again) != "nothing" })
	again.sees("16 joined")
	if got := stands(again); got != want {
		t.Errorf("it comes back as %s, was %s", got, want)
	}
	again.exact()

	if err := os.Rename(filepath.Join(dir, "a.md"), filepath.Join(dir, "renamed.md")); err != nil {
		t.Fatal(err)
	}
	third := d.again(dir, read)
	third.until("what is left", func() bool { return third.m.spread.Other() == nil && third.m.spread.Focused().Brief() != nil })
	third.sees("a.md", "it was open here the last time", "Beta")
	third.m.keepNow()()
	if was := third.stood(); was != nil {
		t.Errorf("the next start would look for it again: %+v", was)
	}
}

// again starts the program anew for the same reader, as the command line does.
func (d *drive) again(dir, read string) *drive {
	d.t.Helper()
	next := &drive{t: d.t, msgs: make(chan tea.Msg, 4096), env: map[string]string{}, read: read}
	desk := &Desk{Library: d.m.desk.Library, Index: d.m.desk.Index, Bookmarks: d.m.desk.Bookmarks, Reading: d.m.desk.Reading, Log: d.m.desk.Log, Getenv: d.m.desk.Getenv}
	desk.Stood = d.stood()
	next.p = newProgram(d.m.ctx, func(ctx context.Context) *Model { return New(ctx, desk, d.m.keys, d.m.opts) })
	next.m = next.p.model
	next.send(tea.WindowSizeMsg{Width: d.m.width, Height: d.m.height})
	next.start(next.p.Init())
	return next
}

// stood is how the panes stood when it was last kept.
func (d *drive) stood() *reading.Arrangement {
	d.t.Helper()
	was, ok, err := d.m.desk.Reading.Arrangement()
	if err != nil {
		d.t.Fatal(err)
	}
	if !ok {
		return nil
	}
	return &was
}

// Two versions of one text: what was changed is marked in both panes, and a key
// goes from one change to the next.
func TestTwoVersions(t *testing.T) {
	order := make([]int, len(harbours))
	for i := range order {
		order[i] = i
	}
	older := account("The harbours", alpha, order)
	newer := strings.Replace(older, "Rostock 42 ships", "Rostock 43 vessels", 1)
	order[5], order[11] = order[11], order[5]
	moved := strings.Split(newer, "\n\n")
	moved = append(moved[:8], moved[9:]...)                                                                           // one is taken out
	moved = append(moved, "A harbour pilot was found asleep in the lighthouse of Amrum by nobody but the cat there.") // one is put in
	d := open(t, write(t, map[string]string{"a.md": older, "b.md": strings.Replace(strings.Join(moved, "\n\n"), "# The harbours", "# The harbours anew", 1)}), 140, 40)
	d.openBeside("The harbours", "The harbours anew", true)
	d.sees("changed", "only left", "only right")
	d.press("tab", "g")
	ofHowMany := regexp.MustCompile(`\d+ of \d+: change`)
	var hands []string
	for range len(d.pairing().Stops) {
		d.press(".")
		hands = append(hands, ofHowMany.FindString(d.screen()))
		d.exact()
	}
	seen := map[string]bool{}
	for _, h := range hands {
		seen[h] = true
	}
	if len(seen) != len(d.pairing().Stops) {
		t.Errorf("the key for the next change leads to %v, of %d", hands, len(d.pairing().Stops))
	}
	d.press(".")
	d.sees("round the end")
	d.press(",", ",")
	struck, under := regexp.MustCompile(`\x1b\[([0-9;:]*;)?9[;m]`), regexp.MustCompile(`\x1b\[([0-9;:]*;)?4[;m]`)
	for range len(hands) {
		if d.press(","); strings.Contains(d.handText(0), "Rostock 42 ships") {
			break
		}
	}
	if frame := d.m.View().Content; !struck.MatchString(frame) || !under.MatchString(frame) {
		i := strings.Index(frame, "Rostock")
		t.Errorf("nothing is struck out or underlined beside %q: %q", d.handText(0), frame[max(0, i-20):i+200])
	}
	if !strings.Contains(d.handText(1), "Rostock 43 vessels") {
		t.Errorf("beside the changed passage stands %q", d.handText(1))
	}
}
