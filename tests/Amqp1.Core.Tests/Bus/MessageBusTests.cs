namespace Amqp1.Core.Tests.Bus;

/// <summary>Tests of the calls that a bus accepts, and of those that it refuses after a cancellation or a stop.</summary>
public sealed class MessageBusTests : FaultTest
{
    [Fact]
    public async Task A_cast_whose_token_has_fired_does_not_leave()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var client = driver.Client();

        // After this message the link is attached and has credit, so the next message could leave at once.
        await client.CastAsync("echo", Echo("before"), Limit);
        var cancelled = await Should.ThrowAsync<OperationCanceledException>(client.CastAsync("echo", Echo("cancelled"), new CancellationToken(canceled: true)));
        await client.CastAsync("echo", Echo("after"), Limit);

        peer.Transfers().ShouldNotContain(sent => sent.Body.Contains("cancelled", StringComparison.Ordinal));
        peer.Transfers().Count.ShouldBe(2);
        cancelled.InnerException.ShouldBeNull();
    }

    [Fact]
    public async Task A_call_whose_token_has_fired_does_not_leave()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var client = driver.Client();

        await client.CallAsync("echo", Echo("before"), Limit);
        await Should.ThrowAsync<OperationCanceledException>(client.CallAsync("echo", Echo("cancelled"), new CancellationToken(canceled: true)));
        await client.CallAsync("echo", Echo("after"), Limit);

        peer.Transfers().ShouldNotContain(sent => sent.Body.Contains("cancelled", StringComparison.Ordinal));
        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    public async Task A_bus_that_was_stopped_does_not_start_or_send()
    {
        await using var peer = ScriptedPeer.Start();
        await using var transport = MessagingTransport.Create(peer.Url, TestOptions.Create());
        var client = transport.CreateRpcClient(Target.ForTopic("t"));

        await transport.StopAsync();

        Should.Throw<ObjectDisposedException>(transport.Start);
        await Should.ThrowAsync<ObjectDisposedException>(client.CastAsync("echo", null, Limit));
        await Should.ThrowAsync<ObjectDisposedException>(client.CallAsync("echo", null, Limit));
        peer.Events.Count<ConnectionOpened>().ShouldBe(0);
    }
}
