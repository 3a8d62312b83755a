// SVG elements and text measurement, for downloaded pictures.
{
  const NS = "http://www.w3.org/2000/svg";

  const make = (name, attributes, text) => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const canvas = document.createElement("canvas").getContext("2d");
  const measured = (text, font) => {
    canvas.font = font;
    return canvas.measureText(text).width;
  };
  // Lines no wider than `width`; none begins with a unit, which belongs to the number before it.
  const wrapped = (text, width, font) => {
    const lines = [];
    for (const word of text.split(/ (?![°%])/)) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      lines.length && measured(longer, font) <= width ? (lines[lines.length - 1] = longer) : lines.push(word);
    }
    return text ? lines : [];
  };

  app.pen = { NS, make, measured, wrapped };
}
