// Numbers as text, the same as dashboard/text/numbers.py writes them: tests give both the same numbers.
{
  const MINUS = "\u2212";
  const SCALES = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];

  const formats = [];
  const fixed = (value, decimals) => {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, roundingMode: "halfEven" };
    formats[decimals] ??= new Intl.NumberFormat("en-US", digits); // making one takes longer than using it
    return formats[decimals].format(value);
  };
  const isZero = (text) => Number(text.replaceAll(",", "")) === 0;

  // With a true minus sign and a comma between thousands: 1,234.5, −0.3; never "−0.0".
  const number = (value, decimals) => {
    const text = fixed(value, decimals);
    return text.replace("-", isZero(text) ? "" : MINUS);
  };
  // As `number`, with a plus sign for a gain.
  const signed = (value, decimals) => {
    const text = number(value, decimals);
    return text.startsWith(MINUS) || isZero(text) ? text : `+${text}`;
  };
  const MOST_DECIMALS = 4;
  // An interval's end; one that would round to zero gets enough decimals to show its sign.
  const end = (value, decimals, hasSign = true) => {
    let digits = decimals;
    while (value && isZero(number(value, digits)) && digits < MOST_DECIMALS) digits++;
    return hasSign ? signed(value, digits) : number(value, digits);
  };
  const decimalsForThree = (value) => Math.min(Math.max(2 - Math.floor(Math.log10(Math.abs(value))), 0), 6);
  // Of any size, with three significant digits or all digits before the point: 1.42 billion, 48,213, 3.17, 64, 0.00421.
  // Where these need more decimals than its series has, it has two digits: 0.62, not 0.620, beside 99.8; a whole number
  // has the decimals of its series: 5.0 beside 5.3.
  const amount = (value, decimals = null) => {
    const [scale, word] = SCALES.find(([least]) => Math.abs(value) >= least) ?? [1, ""];
    if (word) return `${number(value / scale, decimalsForThree(value / scale))} ${word}`;
    const isWhole = Number.isInteger(value), three = decimalsForThree(value || 1);
    if (value === 0 || (isWhole && decimals === null)) return number(value, 0); // 64 companies, not 64.0
    if (decimals === null) return number(value, three);
    const two = isWhole ? 0 : Math.max(three - 1, 0);
    return number(value, Math.min(three, Math.max(decimals, two)));
  };

  app.numbers = { number, signed, end, amount };
}
