import { tieOutShares } from "@/components/sync/tie-out-shares";

const sum = (shares: number[]) => shares.reduce((total, share) => total + share, 0);

describe("shares of the tie-out bar", () => {
  test("follow the amounts", () => {
    expect(tieOutShares(["25", "75"])).toEqual([0.25, 0.75]);
  });

  test("keep a single cent visible beside a million, and still fill the bar", () => {
    const shares = tieOutShares(["1000000.00", "0.01"]);
    expect(shares[1]).toBeGreaterThan(0.01);
    expect(sum(shares)).toBeCloseTo(1, 10);
  });

  test("count a credit by its size", () => {
    const [charge, credit] = tieOutShares(["300", "-100"]);
    expect([charge, credit]).toEqual([0.75, 0.25]);
  });

  test("give nothing to nothing", () => {
    expect(tieOutShares(["0.00", "0"])).toEqual([0, 0]);
    expect(tieOutShares(["0", "10"])).toEqual([0, 1]);
  });
});
