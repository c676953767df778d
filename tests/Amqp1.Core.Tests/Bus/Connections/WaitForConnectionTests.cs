namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>A transport that was stopped will not be connected any more, and says so to who waits for it.</summary>
public sealed class WaitForConnectionTests : FaultTest
{
    [Fact]
    public async Task A_transport_that_was_stopped_ends_the_wait_at_once()
    {
        await using var peer = ScriptedPeer.Start();
        var transport = MessagingTransport.Create(peer.Url, TestOptions.Create());
        transport.Start();
        await transport.WaitForConnectionAsync(Limit);
        await transport.StopAsync();

        await Should.ThrowAsync<ObjectDisposedException>(transport.WaitForConnectionAsync(Limit));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_that_has_begun_also_without_a_start()
    {
        await using var peer = ScriptedPeer.Start();
        var transport = MessagingTransport.Create(peer.Url, TestOptions.Create());
        var wait = transport.WaitForConnectionAsync(Limit);
        wait.IsCompleted.ShouldBeFalse();

        await transport.StopAsync();

        await Should.ThrowAsync<ObjectDisposedException>(wait);
        transport.Status.State.ShouldBe(ConnectionState.Closed);
    }
}
