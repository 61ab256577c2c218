// The arrow keys step through the periods, wherever they mean nothing else.

const OWN = "input, textarea, select, [contenteditable], [role=radiogroup], [role=listbox], [role=combobox], [role=menu], [role=dialog], [role=grid], [role=slider]";
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

class Keys {
  constructor(_root, setTriggerValue) {
    this.pressed = (event) => {
      const steps = STEPS[event.key];
      const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      if (!steps || held || event.defaultPrevented || event.composedPath()[0]?.closest?.(OWN)) return;
      if (steps < 0 ? !this.back : !this.on) return;
      event.preventDefault();
      setTriggerValue("step", steps);
    };
    document.addEventListener("keydown", this.pressed);
  }

  configure({ back, on }) {
    this.back = back;
    this.on = on;
  }

  close() {
    document.removeEventListener("keydown", this.pressed);
  }
}

export default mounting(Keys);
