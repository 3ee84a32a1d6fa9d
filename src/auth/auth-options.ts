import { isRecord } from '../protocol/json.ts'
import { isFunction, isString, type Rule, type Rules } from '../server/check-options.ts'
import { USER_RULES, type User } from '../server/users/user.ts'
import type { AuthRequest } from './auth-request.ts'

/** Decides who asks: the user, or nothing to deny with 403. */
export type UserPolicy = (
  request: AuthRequest,
) => User | false | null | undefined | Promise<User | false | null | undefined>

/** Which endpoints the fake answers in place of the app's backend, and for whom. */
export interface AuthOptions {
  /**
   * Path or URL of the channel authorization endpoint, as the app's configuration has it; `false` leaves it
   * to the app. @default '/pusher/auth' and Laravel's '/broadcasting/auth'
   */
  readonly authEndpoint?: string | false
  /**
   * Path or URL of the user authentication endpoint; `false` leaves it to the app.
   * @default '/pusher/user-auth' and Laravel's '/broadcasting/user-auth'
   */
  readonly userAuthEndpoint?: string | false
  /**
   * The user of this app, or a function that says who asks. Without one the app's backend is asked where it
   * has the endpoint, and where it has not, private channels alone are authorized.
   */
  readonly user?: User | UserPolicy
}

const ENDPOINT: Rule = ['a path or a URL, or false', (value) => value === false || isString(value)]

export const AUTH_RULES: Rules<AuthOptions> = {
  authEndpoint: ENDPOINT,
  userAuthEndpoint: ENDPOINT,
  user: [
    'a user, { id }, or a function that says who asks',
    (value) => isFunction(value) || isRecord(value),
    { inner: USER_RULES },
  ],
}
