import { Link, type LinkProps } from '@remix-run/react'
import { type ButtonHTMLAttributes, forwardRef } from 'react'
import { classNames } from './class-names.ts'

type Look = 'primary' | 'accent' | 'outline' | 'quiet' | 'danger'
type Size = 'small' | 'medium'

const looks: Record<Look, string> = {
  primary: 'bg-ink text-canvas hover:opacity-90',
  accent: 'bg-accent text-on-accent hover:opacity-90',
  outline: 'border border-line bg-surface text-ink hover:border-line-strong',
  quiet: 'text-soft hover:bg-sunken hover:text-ink',
  danger: 'bg-danger text-canvas hover:opacity-90',
}
const sizes: Record<Size | 'smallSquare' | 'square', string> = {
  small: 'h-8 gap-1.5 rounded-lg px-3 text-sm',
  medium: 'h-10 gap-2 rounded-xl px-4',
  smallSquare: 'size-8 rounded-lg',
  square: 'size-10 rounded-xl',
}

/** How a button looks, for what has to be another element. `accent` is kept for going into a room. */
export function buttonClass(look: Look = 'primary', size: keyof typeof sizes = 'medium', more?: string): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center font-semibold whitespace-nowrap select-none transition-[opacity,background-color,border-color] duration-100 disabled:opacity-50 aria-disabled:opacity-50',
    looks[look],
    sizes[size],
    more,
  )
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look
  size?: Size
}

/** A button; `type="button"` unless it says otherwise. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button({ look, size, className, type = 'button', ...rest }, ref) {
  return <button ref={ref} type={type} className={buttonClass(look, size, className)} {...rest} />
})

/** A link that looks like a button. */
export function ButtonLink({ look, size, className, ...rest }: LinkProps & { look?: Look; size?: Size }) {
  return <Link className={buttonClass(look, size, className)} {...rest} />
}

/** A square button with an icon; `label` is its accessible name and its tooltip. */
export const IconButton = forwardRef<HTMLButtonElement, Omit<ButtonProps, 'aria-label' | 'title'> & { label: string }>(function IconButton(
  { label, look = 'quiet', size = 'medium', className, type = 'button', ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      aria-label={label}
      title={label}
      className={buttonClass(look, size === 'small' ? 'smallSquare' : 'square', className)}
      {...rest}
    />
  )
})
