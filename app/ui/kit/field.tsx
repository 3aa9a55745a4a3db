import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { classNames } from './class-names.ts'

const useText = textsOf('common', 'errors')

const control =
  'w-full rounded-xl border border-line-strong/60 bg-surface px-3 text-ink transition-colors hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-60'

interface FieldProps {
  label: string
  hint?: ReactNode
  /** A code of the errors' catalogue. */
  error?: string | undefined
  optional?: boolean
  hideLabel?: boolean
  className?: string
}

function Field({ id, label, hint, error, optional, hideLabel, className, children }: FieldProps & { id: string; children: ReactNode }) {
  const text = useText()
  return (
    <div className={classNames('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-semibold'}>
        {label}
        {optional && <span className="font-normal text-faint"> ({text.common.optional})</span>}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm font-medium text-danger">
          {errorText(text, error)}
        </p>
      )}
    </div>
  )
}

/** A control in its field: the label, hint and error of `props` go around it, everything else to it. */
function useField<Props extends FieldProps>({ label, hint, error, optional, hideLabel, className, ...rest }: Props) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return {
    field: { id, label, hint, error, optional, hideLabel, className },
    input: { id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy, ...rest },
  }
}

/** A line of text with its label, hint and error. */
export function TextField(props: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const { field, input } = useField(props)
  return (
    <Field {...field}>
      <input dir="auto" className={classNames(control, 'h-10')} {...input} />
    </Field>
  )
}

/** A password that is chosen, not one that is known: the browser may suggest it. */
export function NewPasswordField(props: FieldProps & { autoFocus?: boolean }) {
  return <TextField {...props} name="password" type="password" autoComplete="new-password" required minLength={10} />
}

/** Several lines of text, growing with what is written where the browser can. */
export function TextArea(props: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { field, input } = useField(props)
  return (
    <Field {...field}>
      <textarea dir="auto" className={classNames(control, 'field-sizing-content min-h-20 py-2')} {...input} />
    </Field>
  )
}

/** A choice from a list; children are `<option>`s. */
export function SelectField(props: FieldProps & SelectHTMLAttributes<HTMLSelectElement>) {
  const { field, input } = useField(props)
  return (
    <Field {...field}>
      <select className={classNames(control, 'h-10')} {...input} />
    </Field>
  )
}

/** One of a few choices, each with a sentence: the whole card can be clicked. */
export function ChoiceCards({
  label,
  name,
  choices,
  defaultValue,
  onChange,
}: {
  label: string
  name: string
  choices: { value: string; title: string; text: string; icon?: ReactNode }[]
  defaultValue: string
  onChange?: (value: string) => void
}) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-semibold">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex cursor-pointer items-start gap-3 rounded-xl border border-line bg-surface px-3 py-2.5 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            defaultChecked={choice.value === defaultValue}
            onChange={() => onChange?.(choice.value)}
            className="mt-1 size-4 accent-(--accent) outline-none"
          />
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="flex items-center gap-1.5 font-semibold">
              {choice.icon}
              {choice.title}
            </span>
            <span className="text-sm text-soft">{choice.text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** What went wrong with a form as a whole. */
export function FormError({
  code,
  details,
}: {
  code: string | undefined
  details?: Readonly<Record<string, string | number>> | undefined
}) {
  const text = useText()
  if (!code) return null
  return (
    <p role="alert" className="rounded-xl bg-danger-soft px-3 py-2.5 text-sm font-medium text-danger">
      {errorText(text, code, details)}
    </p>
  )
}
