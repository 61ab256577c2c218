// Two buttons step through the periods; so do the arrow keys, wherever they mean nothing else.

const MEANT = "input, textarea, select, [contenteditable], [role=radiogroup], [role=listbox], [role=combobox], [role=menu], [role=dialog], [role=grid], [role=slider], canvas";
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

class Arrows {
  constructor(root, setTriggerValue) {
    this.tell = setTriggerValue;
    this.buttons = [...root.querySelectorAll("button")];
    for (const button of this.buttons) button.addEventListener("click", () => this.step(button));
    this.pressed = (event) => this.press(event);
    document.addEventListener("keydown", this.pressed);
  }

  configure({ names, open }) {
    this.buttons.forEach((button, place) => {
      setAttribute(button, "aria-label", names[place]);
      setAttribute(button, "title", names[place]);
      button.disabled = !open[place];
      button.hidden = false; // it had no name before
    });
  }

  press(event) {
    const steps = STEPS[event.key];
    const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!steps || held || event.defaultPrevented) return;
    if (event.composedPath().some((node) => node.matches?.(MEANT))) return;
    const button = this.buttons.find(({ dataset }) => Number(dataset.step) === steps);
    if (button.disabled) return;
    event.preventDefault();
    this.step(button);
  }

  step(button) {
    this.tell("step", Number(button.dataset.step));
  }

  close() {
    document.removeEventListener("keydown", this.pressed);
  }
}

export default mounting(Arrows);
