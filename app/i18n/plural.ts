const rules = { en: new Intl.PluralRules('en'), fr: new Intl.PluralRules('fr') }

/** Picks the form that a language uses for a count, by Intl's rules (French: 0 and 1 are singular). */
function pluralIn(language: 'en' | 'fr') {
  return (count: number, forms: { one: string; other: string }) => (rules[language].select(count) === 'one' ? forms.one : forms.other)
}

export const pluralEn = pluralIn('en')
export const pluralFr = pluralIn('fr')
