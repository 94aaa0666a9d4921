/** https://datatracker.ietf.org/doc/html/rfc9562#section-4 */
export const uuid = /[a-f\d]{8}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{4}-[a-f\d]{12}/i;
