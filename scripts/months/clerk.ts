/** Who decides and acknowledges in worked and generated months. */
export const clerk = "11111111-1111-4111-8111-111111111111";
