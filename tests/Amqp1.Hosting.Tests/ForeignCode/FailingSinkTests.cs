using System.Collections.Concurrent;
using System.Reflection;
using Amqp1.Embedded;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.ForeignCode;

/// <summary>Tests that a log sink that throws ends nothing. It throws at each event, for its first record or for all records.</summary>
public sealed class FailingSinkTests
{
    private const int Parallel = 6;

    private static readonly int[] AllEvents =
    [
        .. new[] { typeof(Target).Assembly, typeof(IAmqp1MessagingBuilder).Assembly, typeof(EmbeddedRouter).Assembly, typeof(Amqp1.Testing.TestRouter).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(entry => entry.EventId),
    ];

    private readonly CancellationToken _limit = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sink_that_throws_at_one_event_ends_nothing_whichever_it_is()
    {
        var seen = await RunAsync(static (_, _) => false);
        var events = AllEvents.Intersect(seen).ToArray();

        // The scenario must include the events at which loops, timers and callbacks ended before.
        new[] { 1000, 1001, 1002, 1003, 1009, 1010, 1101, 1102, 1103, 1104, 1106, 1107, 1109, 1202, 1203, 1205, 2000, 2005, 5000, 5010, 5014, 5015, 5018 }
            .Except(events).ShouldBeEmpty();
        var failures = new ConcurrentQueue<string>();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            events.SelectMany(id => new[] { (Id: id, Once: true), (Id: id, Once: false) }),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = _limit },
            async (fault, _) =>
            {
                try
                {
                    await RunAsync((id, isFirst) => id == fault.Id && (isFirst || !fault.Once));
                }
                catch (Exception failure)
                {
                    failures.Enqueue($"{fault.Id}, {(fault.Once ? "once" : "always")}: {failure}");
                }
            });
        failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sink_that_throws_at_the_first_record_of_every_event_ends_nothing() => await RunAsync(static (_, isFirst) => isFirst);

    [Fact]
    public async Task A_sink_that_always_throws_ends_nothing() => await RunAsync(static (_, _) => true);

    private async Task<IReadOnlyList<int>> RunAsync(Func<int, bool, bool> failsAt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_limit);
        limit.CancelAfter(Limits.Signal);
        using var sink = new Sink(failsAt);
        await using var scenario = new Scenario(sink, limit.Token);
        await scenario.RunAsync();
        return sink.Seen;
    }
}
