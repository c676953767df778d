using Amqp.Framing;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of replies that are larger than the peer accepts.</summary>
public sealed class ReplySizeTests : FaultTest
{
    private readonly LogRecords _log = new();

    [Fact]
    public async Task The_caller_of_a_result_that_is_too_large_gets_an_error_with_both_sizes_at_once()
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxMessageSize = 16 * 1024);
        await using var driver = Driver.Start(peer, loggers: _log);
        var large = true;
        await driver.ServeAsync(new TestEndpoint((_, data) => Task.FromResult(large ? new string('x', 20_000) : data)), cancel: Limit);

        var error = await Should.ThrowAsync<InvalidOperationException>(driver.Client().CallAsync<string>("echo", Echo("x"), Limit));

        error.Message.ShouldBe("The request was handled, but its reply cannot be sent. The message of 20081 bytes exceeds the limit of the peer, which is 16384 bytes.");
        (await _log.FirstAsync(1112, Limit)).Level.ShouldBe(LogLevel.Warning);
        large = false;
        (await driver.Client().CallAsync<string>("echo", Echo("next"), Limit)).ShouldBe("next");
        peer.Transfers(IsReply).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_error_that_is_too_large_as_well_is_logged_and_nothing_more_is_sent()
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxMessageSize = 300);
        await using var driver = Driver.Start(peer, loggers: _log);
        var server = await driver.ServeAsync(new TestEndpoint((_, _) => Task.FromResult(new string('x', 1000))), cancel: Limit);

        peer.Deliver(Shared(peer), PeerMessages.Request("echo", "m", "source-of-somebody"));

        (await _log.FirstAsync(1113, Limit)).Level.ShouldBe(LogLevel.Warning);
        await server.StopAsync(Limit);
        _log.All.Count<LogRecord>(record => record.Id is 1112 or 1113).ShouldBe(2);
        peer.Transfers(IsReply).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reply_that_may_have_arrived_is_never_replaced()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = transfer => IsReply(transfer) ? PeerAnswer.SettleWithoutState : PeerAnswer.Route);
        await using var driver = Driver.Start(peer, loggers: _log);
        var server = await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        peer.Deliver(Shared(peer), PeerMessages.Request("echo", "m", "source-of-somebody"));

        (await _log.FirstAsync(1105, Limit)).Level.ShouldBe(LogLevel.Debug);
        await server.StopAsync(Limit);
        peer.Transfers(IsReply).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_stops_waits_for_the_error_in_place_of_the_reply()
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.MaxMessageSize = 16 * 1024;
            script.Answer = transfer => IsReply(transfer) ? PeerAnswer.Nothing : PeerAnswer.Route;
        });
        await using var driver = Driver.Start(peer, loggers: _log);
        var server = await driver.ServeAsync(new TestEndpoint((_, _) => Task.FromResult(new string('x', 20_000))), cancel: Limit);
        peer.Deliver(Shared(peer), PeerMessages.Request("echo", "m", "source-of-somebody"));
        var reply = await peer.TransferAsync(IsReply, Limit);

        var stopping = server.StopAsync(Limit);
        stopping.IsCompleted.ShouldBeFalse();
        peer.Settle(reply, new Accepted());

        await stopping;
        reply.Message.Properties.GetCorrelationId().ShouldBe("m");
        peer.Transfers(IsReply).Count.ShouldBe(1);
        _log.All.Count<LogRecord>(record => record.Id is 1105 or 1113).ShouldBe(0);
    }

    private static bool IsReply(PeerTransfer transfer) => transfer.To.StartsWith("source-", StringComparison.Ordinal);

    private static PeerLink Shared(ScriptedPeer peer) => peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();
}
