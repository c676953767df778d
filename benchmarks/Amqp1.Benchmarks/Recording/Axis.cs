namespace Amqp1.Benchmarks.Recording;

/// <summary>A logarithmic axis of a chart.</summary>
/// <param name="low">The lowest value.</param>
/// <param name="high">The highest value.</param>
/// <param name="start">The position of the lowest value.</param>
/// <param name="end">The position of the highest value.</param>
internal sealed class Axis(double low, double high, double start, double end)
{
    private static readonly double[] Steps = [1, 2, 5];

    /// <summary>Returns an axis from the next lower to the next higher tick.</summary>
    public static Axis OfDecades(double low, double high, double start, double end) =>
        new(AllTicks().Last(tick => tick <= low), AllTicks().First(tick => tick >= high), start, end);

    public double At(double value) => high > low ? start + ((end - start) * Math.Log(value / low) / Math.Log(high / low)) : start;

    /// <summary>Returns the ticks: 1, 2 and 5 times the powers of ten.</summary>
    public IEnumerable<double> Ticks() => AllTicks().Where(tick => tick >= low && tick <= high);

    private static IEnumerable<double> AllTicks() =>
        Enumerable.Range(-3, 15).SelectMany(power => Steps.Select(step => step * Math.Pow(10, power)));
}
