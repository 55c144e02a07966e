/** Small French phrases. */


/** "France, sur place" */
export function place({ country, trust_label: trust }) {
  return [countryName(country), trust].filter(Boolean).join(", ");
}

function countryName(code) {
  if (!/^[A-Za-z]{2}$/.test(code ?? "")) return code ?? "";
  return new Intl.DisplayNames(["fr"], { type: "region" }).of(code.toUpperCase());
}

/** "0,02 à 0,05 Wh", or "" when unknown. Watt-hours. */
export function energy(low, high) {
  if (!high) return "";
  const figure = new Intl.NumberFormat("fr-FR", { maximumSignificantDigits: 2 });
  const [least, most] = [figure.format(low ?? high), figure.format(high)];
  return least === most ? `${most} Wh` : `${least} à ${most} Wh`;
}

/** "3 éléments" */
export const count = (number, one, many) => `${number} ${number > 1 ? many : one}`;

/** "numéro fiscal (SPI)" for "Numéro fiscal (SPI)"; initials stay as they are. */
export const inSentence = (label) => label.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
