package tui

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"go.uber.org/goleak"

	"broadsheet/briefs"
	"broadsheet/internal/tui/keymap"
)

// soakKeys is how many keys the soak presses: SOAK, or fewer so that the
// ordinary tests stay quick.
func soakKeys(t testing.TB) int {
	return setting(t, "SOAK", 1500)
}

// soakSeed is the seed of the soak: SOAK_SEED, to see a failure again.
func soakSeed(t testing.TB) uint64 {
	return uint64(setting(t, "SOAK_SEED", 1))
}

func setting(t testing.TB, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s is %q, not a number", name, text)
	}
	return n
}

// Random keys, mouse, pastes and sizes over the samples: no panic, no frame of
// another size than the screen's, nothing in one that a terminal would obey,
// no goroutine that stays, no memory that grows.
//
//	SOAK=10000 SOAK_SEED=7 go test -race -run Soak ./internal/tui
func TestSoak(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { noneLeft(t, before) })
	dir := t.TempDir()
	if err := os.CopyFS(dir, briefs.FS()); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // an export goes where one is
	s := &soak{drive: open(t, dir, 80, 24), seed: soakSeed(t), keys: everyKey(t)}
	s.env["BROWSER"] = "true"
	s.r = rand.New(rand.NewPCG(s.seed, 1))
	defer func() {
		if p := recover(); p != nil || t.Failed() {
			t.Logf("SOAK_SEED=%d, the last of %d things done: %s\nthe screen is:\n%s", s.seed, s.done, strings.Join(s.last, " "), s.screen())
			if p != nil {
				panic(p)
			}
		}
	}()
	n := soakKeys(t)
	s.run(n / 5)
	early := s.heap()
	s.run(n - n/5)
	late := s.heap()
	t.Logf("%d keys; live memory %.1f MB after a fifth of them, %.1f MB at the end", n, mb(early), mb(late))
	if allowed := early + early/4 + 4<<20; late > allowed {
		t.Errorf("the live memory grew from %.1f to %.1f MB", mb(early), mb(late))
	}
}

func mb(bytes uint64) float64 { return float64(bytes) / (1 << 20) }

// A soak is a reader with a monkey at the keys.
type soak struct {
	*drive
	r    *rand.Rand
	seed uint64
	keys []string
	done int
	last []string // of what was done
}

// everyKey are the keys that mean something somewhere, those of sequences one
// by one.
func everyKey(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, b := range keymap.Default() {
		for _, k := range b.Keys {
			all = append(all, strings.Fields(k)...)
		}
	}
	if len(all) < 50 {
		t.Fatalf("only %d keys", len(all))
	}
	return append(all, "a", "e", "i", "o", "space", "backspace", "esc", "esc", "enter", "enter", "1", "7", "日", "ا", `"`, "(", "-", ":")
}

func (s *soak) run(n int) {
	s.t.Helper()
	for range n {
		s.act()
		for len(s.msgs) > 0 {
			s.send(<-s.msgs)
		}
		s.quit = false
		s.look()
		if s.t.Failed() {
			s.t.FailNow()
		}
	}
}

func (s *soak) did(format string, v ...any) {
	s.done++
	if s.last = append(s.last, fmt.Sprintf(format, v...)); len(s.last) > 50 {
		s.last = s.last[1:]
	}
}

// act does one thing: mostly it presses a key.
func (s *soak) act() {
	x, y := s.r.IntN(s.m.width+1), s.r.IntN(s.m.height+1)
	switch d := s.r.IntN(100); {
	case d < 3:
		w, h := 1+s.r.IntN(220), 1+s.r.IntN(70)
		s.did("size:%dx%d", w, h)
		s.send(tea.WindowSizeMsg{Width: w, Height: h})
	case d < 5:
		text := []string{"cease-fire", "\x1b[2J", "two\nlines", "日本語", "\"open", "tag:", strings.Repeat("long ", 400)}[s.r.IntN(7)]
		s.did("paste:%.12q", text)
		s.send(tea.PasteMsg{Content: text})
	case d < 8:
		button := []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[s.r.IntN(2)]
		s.did("wheel:%d,%d", x, y)
		s.send(tea.MouseWheelMsg{X: x, Y: y, Button: button})
	case d < 11:
		s.did("click:%d,%d", x, y)
		s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	case d < 14:
		s.did("drag:%d,%d", x, y)
		s.send(tea.MouseMotionMsg{X: x, Y: y, Button: tea.MouseLeft})
	case d < 16:
		s.did("release:%d,%d", x, y)
		s.send(tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
	default:
		k := s.keys[s.r.IntN(len(s.keys))]
		s.did("%s", k)
		s.send(keyOf(k))
	}
}

// look draws the screen and checks it.
func (s *soak) look() {
	s.t.Helper()
	v := s.m.View()
	lines := strings.Split(v.Content, "\n")
	if len(lines) != s.m.height {
		s.t.Errorf("%d rows on a screen of %d", len(lines), s.m.height)
	}
	for i, l := range lines {
		if w := ansi.StringWidthWc(l); w != s.m.width {
			s.t.Errorf("row %d is %d columns wide on a screen of %d: %q", i, w, s.m.width, ansi.Strip(l))
		}
	}
	checkFrame(s.t, "the frame", v.Content)
}

// heap is the live memory of the reader at rest, at the start of its way.
func (s *soak) heap() uint64 {
	s.t.Helper()
	s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	for range 40 {
		if s.m.screen == keymap.Library && s.m.overlay == nil && s.m.waiting.brief == nil {
			break
		}
		s.send(keyOf("esc"))
		if s.m.overlay != nil { // it asks whether what was typed may go
			s.send(keyOf("y"))
		}
	}
	if s.m.screen != keymap.Library {
		s.t.Errorf("Esc does not lead home from %v", s.m.screen)
	}
	s.until("rest", func() bool { return !s.m.fresh.busy && s.m.waiting.brief == nil && len(s.msgs) == 0 })
	var stats runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// noneLeft waits until no goroutine is left but those that were there before.
func noneLeft(t *testing.T, before goleak.Option) {
	t.Helper()
	var err error
	for late := time.Now().Add(patience); time.Now().Before(late); {
		if err = goleak.Find(before); err == nil {
			return
		}
	}
	t.Error(err)
}
