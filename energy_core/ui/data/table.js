// Rows of words and figures under heads; on a narrow page each row folds into a block. A button
// tells which row it stands in.

class TableView {
  constructor(root, setTriggerValue) {
    this.tell = setTriggerValue;
    this.caption = root.querySelector("[data-caption]");
    this.heads = root.querySelector("[data-heads]");
    this.body = root.querySelector("[data-rows]");
  }

  configure(data) {
    const written = JSON.stringify(data);
    if (written === this.written) return; // what has the focus keeps it
    this.written = written;
    setText(this.caption, data.caption);
    this.heads.replaceChildren(...data.columns.map(headOf));
    if (data.rows.some(({ acts }) => acts.length)) {
      const name = element("span", { class: "unseen" }, data.acts);
      this.heads.append(element("th", { scope: "col" }, name));
    }
    this.body.replaceChildren(...data.rows.map((row) => this.row(row, data.columns)));
  }

  row({ id, cells, acts }, columns) {
    const node = element("tr", { "data-row": id });
    columns.forEach((column, place) => node.append(cellOf(column, cells[place], place)));
    if (acts.length) node.append(element("td", { class: "acts" }, ...acts.map((act) => this.button(id, cells[0], act))));
    return node;
  }

  button(id, [name], [act, label]) {
    const button = element("button", { type: "button", "aria-label": `${label}: ${name}` }, label);
    button.addEventListener("click", () => this.tell("act", { id, act }));
    return button;
  }

  close() {}
}

function headOf({ label, end }) {
  return element("th", { scope: "col", ...(end && { "data-end": "" }) }, label);
}

function cellOf({ label, end, strong }, [text, sub, tone], place) {
  const words = [element("span", { class: "text", dir: "auto" }, text)];
  if (sub) words.push(element("span", { class: "sub", dir: "auto" }, sub));
  const inner = element("div", { class: "cell" }, ...words);
  const marks = {
    ...(end && { "data-end": "" }),
    ...(strong && { "data-strong": "" }),
    ...(tone && { "data-tone": tone }),
    ...(!text && !sub && { "data-empty": "" }),
  };
  if (place === 0) return element("th", { scope: "row", ...marks }, inner);
  return element("td", { "data-label": label, ...marks }, inner);
}

export default mounting(TableView);
