using System.Globalization;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;

namespace Amqp1.Benchmarks.Frames;

/// <summary>
/// The mode that counts the frames and bytes of an operation, between each process and the intermediary. The relays take time, so that the
/// rates cannot be compared.
/// </summary>
internal static class FrameComparison
{
    public static async Task<int> RunAsync(BenchmarkOptions options)
    {
        using var limit = new CancellationTokenSource(options.TotalLimit);
        await using var relays = new FrameRelays();
        await using var field = await Field.OpenAsync(options, limit.Token, relays);
        Console.WriteLine("| operation | c | contender | process | bytes sent | received | transfers sent | received | dispositions sent | received | flows sent | received |");
        Console.WriteLine("|---|--:|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var operation in options.Operations)
        {
            foreach (var concurrency in options.Concurrency)
            {
                foreach (var lane in field.Lanes.Where(lane => !ContenderFactory.IsDirect(lane.Name)))
                {
                    await CellRunner.RunAsync(lane, operation, concurrency, options.Duration, field.Router, limit.Token);
                    var sides = new[] { ("client", relays.ClientOf(lane.Name)), ("server", relays.ServerOf(lane.Name)) };
                    var before = sides.Select(side => (side.Item2.Sent.Counts, side.Item2.Received.Counts)).ToArray();
                    var count = await CellRunner.CountAsync(lane, operation, concurrency, options.Duration, limit.Token);
                    for (var i = 0; i < sides.Length; i++)
                    {
                        var (name, relay) = sides[i];
                        Write($"{(operation == Operation.Call ? "call" : "notify")} | {concurrency} | `{lane.Name}` | {name}", relay.Sent.Counts - before[i].Item1, relay.Received.Counts - before[i].Item2, count);
                    }
                }
            }
        }

        return 0;
    }

    private static void Write(string row, FrameCounts sent, FrameCounts received, long operations)
    {
        string Each(long number, string format = "f2") => ((double)number / operations).ToString(format, CultureInfo.InvariantCulture);
        string[] cells =
        [
            Each(sent.Bytes, "f0"), Each(received.Bytes, "f0"),
            Each(sent.Transfers), Each(received.Transfers),
            Each(sent.Dispositions), Each(received.Dispositions),
            Each(sent.Flows), Each(received.Flows),
        ];
        Console.WriteLine($"| {row} | {string.Join(" | ", cells)} |");
    }
}
