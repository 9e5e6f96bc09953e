/** Models that failed a short while ago and are passed over. */
export interface ModelRests {
  isResting(model: string): boolean;
  rest(model: string, seconds: number): void;
}
