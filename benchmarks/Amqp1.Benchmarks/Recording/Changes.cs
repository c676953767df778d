using System.Globalization;
using Amqp1.Benchmarks.Contenders;

namespace Amqp1.Benchmarks.Recording;

/// <summary>Compares a run with the one before it.</summary>
internal static class Changes
{
    /// <summary>The smallest change that is reported. Rates and CPU also have to differ by more than they do within one run.</summary>
    private const double SmallestOfRate = 0.1;
    private const double SmallestOfCpu = 0.15;
    private const double SmallestOfBytes = 0.03;

    private static readonly string[] Own = [ContenderFactory.Full, ContenderFactory.Hosted, ContenderFactory.Rabbit];

    /// <summary>
    /// Returns what got worse. Rates and CPU are compared as multiples of those of <c>bare</c> in the same run, because both runs may have
    /// used different machines, and only if both machines were quiet.
    /// </summary>
    public static IReadOnlyList<string> Worse(Recording before, Recording now)
    {
        var worse = new List<string>();
        foreach (var cell in now.Cells.Where(cell => Own.Contains(cell.Contender)))
        {
            if (before.Find(cell.Contender, cell.Operation, cell.Concurrency, cell.Payload) is not { } old)
            {
                continue;
            }

            var name = string.Create(
                CultureInfo.InvariantCulture, $"{cell.Contender}, {cell.Operation.ToString().ToLowerInvariant()}, c={cell.Concurrency}, {cell.Payload} bytes");
            Compare(worse, $"{name}: bytes of the client", old.ClientBytes, cell.ClientBytes, SmallestOfBytes);
            Compare(worse, $"{name}: bytes of the server", old.ServerBytes, cell.ServerBytes, SmallestOfBytes);
            if (before.Load.IsQuiet && now.Load.IsQuiet
                && before.Find(ContenderFactory.BareOf(cell.Contender), cell.Operation, cell.Concurrency, cell.Payload) is { } oldBare
                && now.Find(ContenderFactory.BareOf(cell.Contender), cell.Operation, cell.Concurrency, cell.Payload) is { } bare)
            {
                Compare(worse, $"{name}: time, x bare", 1 / old.RatioTo(oldBare), 1 / cell.RatioTo(bare), Math.Max(SmallestOfRate, Math.Max(old.Spread, cell.Spread) / 2));
                Compare(worse, $"{name}: CPU, x bare", Cpu(old) / Cpu(oldBare), Cpu(cell) / Cpu(bare), SmallestOfCpu);
            }
        }

        return worse;
    }

    private static double Cpu(Cell cell) => cell.ClientCpu + cell.ServerCpu;

    private static void Compare(List<string> worse, string name, double before, double now, double smallest)
    {
        if (now > before * (1 + smallest))
        {
            worse.Add($"{name}: {Budget.Format(before)} -> {Budget.Format(now)}");
        }
    }
}
