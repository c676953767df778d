namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>
/// Tests that a transport that was stopped does not connect any more, and that callers that wait for the connection get an exception.
/// </summary>
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
