using System.Diagnostics;

namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests that a service whose methods block every thread of its thread pool keeps its connection and its deadlines.</summary>
public sealed class BlockedPoolTests : FaultTest
{
    private static readonly TimeSpan Announced = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Signs_of_life_leave_at_half_the_announced_time_and_the_connection_stays()
    {
        const int Beats = 5;
        await using var peer = ScriptedPeer.Start(script => script.IdleTimeout = Announced);

        // The peer sends an empty frame every 500 ms. While the pool is blocked, no thread of the pool reads these frames, for longer than
        // the 1 s after which a silent peer is considered lost.
        await using var service = BlockablePool.Start("service", peer.Url, "1000");
        await service.UntilAsync("ready", Limit);
        await using var driver = Driver.Start(peer);
        var calls = Enumerable.Range(0, BlockablePool.Threads)
            .Select(_ => driver.Client("t", timeout: TimeSpan.FromSeconds(45)).CallAsync<string>("block", cancel: Limit))
            .ToArray();
        await service.UntilAsync("blocked", Limit);
        var connection = (await peer.Events.FirstAsync<ConnectionOpened>(cancel: Limit)).Connection;
        bool IsItsBeat(EmptyFrameReceived beat) => beat.Connection == connection;
        var before = peer.Events.Count<EmptyFrameReceived>(IsItsBeat);
        using var starvation = new Starvation();

        var beats = await peer.Events.ReachAsync<EmptyFrameReceived>(before + Beats, IsItsBeat, Limit);

        // The gap is reduced by the time in which this process got no processor, with some room for the scheduling of the other process.
        var gaps = beats.TakeLast(Beats).Zip(beats.TakeLast(Beats - 1)).Select(pair => Stopwatch.GetElapsedTime(pair.First.At, pair.Second.At));
        (gaps.Max() - starvation.Total).ShouldBeLessThan(Announced);
        peer.Events.All<ConnectionEnded>(ended => ended.Connection == connection).ShouldBeEmpty();
        await service.TellAsync("release");
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer == "released");
        peer.Events.Count<ConnectionOpened>().ShouldBe(2);
    }

    [Fact]
    public async Task The_token_of_a_request_fires_at_its_deadline()
    {
        await using var peer = ScriptedPeer.Start();
        await using var service = BlockablePool.Start("service", peer.Url, "0");
        await service.UntilAsync("ready", Limit);
        await using var driver = Driver.Start(peer);
        var client = driver.Client("t", timeout: TimeSpan.FromSeconds(3));
        var calls = Enumerable.Range(0, BlockablePool.Threads)
            .Select(i => client.CallAsync<string>("wait", cancel: Limit))
            .ToArray();

        // Each method holds a thread of the pool until its token fires, and after that again, so that no thread is ever free.
        for (var i = 0; i < BlockablePool.Threads; i++)
        {
            await service.UntilAsync("expired", Limit);
        }

        await service.UntilAsync("blocked", Limit);
        foreach (var call in calls)
        {
            await Should.ThrowAsync<MessagingTimeoutException>(call);
        }
    }
}
