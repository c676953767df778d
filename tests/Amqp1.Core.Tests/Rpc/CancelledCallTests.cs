using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests what a caller sends when it cancels calls, and how often.</summary>
public sealed class CancelledCallTests : FaultTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    [Trait("Conformance", "76")]
    public async Task A_cancellation_is_repeated_for_servers_that_begin_to_listen_a_little_later()
    {
        await using var peer = ScriptedPeer.Start(static script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        var ids = new[] { await CancelAsync(peer, driver), await CancelAsync(peer, driver) };
        await PassUntilAsync(() => peer.Transfers(IsCancellation).Count == 2 && driver.PendingDeliveries == 0, TimeSpan.Zero);

        // The repetitions of both calls are one message each time.
        await PassUntilAsync(() => peer.Transfers(IsCancellation).Count == 5);

        var sent = peer.Transfers(IsCancellation);
        ids.ShouldAllBe(id => sent[0].Body.Contains(id, StringComparison.Ordinal) != sent[1].Body.Contains(id, StringComparison.Ordinal));
        ids.ShouldAllBe(id => sent.Skip(2).All(repetition => repetition.Body.Contains(id, StringComparison.Ordinal)));

        _time.Advance(TimeSpan.FromSeconds(10));
        await driver.DisposeAsync();
        peer.Transfers(IsCancellation).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 1)]
    public async Task A_cancellation_that_is_not_accepted_is_sent_again_only_if_it_comes_back(bool comesBack, int expected)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = transfer =>
            !IsCancellation(transfer) ? PeerAnswer.Accept : comesBack ? PeerAnswer.Release : PeerAnswer.Reject("amqp:unauthorized-access"));
        await using var driver = Driver.Start(peer, time: _time);
        await CancelAsync(peer, driver);

        await PassUntilAsync(() => peer.Transfers(IsCancellation).Count == expected && driver.PendingDeliveries == 0);

        _time.Advance(TimeSpan.FromSeconds(10));
        await driver.DisposeAsync();
        peer.Transfers(IsCancellation).Count.ShouldBe(expected);
    }

    /// <summary>Sends a call and cancels it. Returns the ID of its request.</summary>
    private async Task<string> CancelAsync(ScriptedPeer peer, Driver driver)
    {
        using var cancel = new CancellationTokenSource();
        var known = peer.Transfers(IsRequest).Select(transfer => transfer.MessageId).ToHashSet();
        var call = driver.Client().CallAsync<string>("echo", new { Data = "x" }, cancel.Token);
        var request = await peer.TransferAsync(transfer => IsRequest(transfer) && !known.Contains(transfer.MessageId), Limit);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        return request.MessageId!;
    }

    private async Task PassUntilAsync(Func<bool> isReached, TimeSpan? step = null)
    {
        using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!isReached())
        {
            _time.Advance(step ?? TimeSpan.FromMilliseconds(50));
            await turn.WaitForNextTickAsync(Limit);
        }
    }

    private static bool IsRequest(PeerTransfer transfer) => transfer.Body.Contains("echo", StringComparison.Ordinal);

    private static bool IsCancellation(PeerTransfer transfer) => transfer.To.Contains("amqp1-cancel", StringComparison.Ordinal);
}
