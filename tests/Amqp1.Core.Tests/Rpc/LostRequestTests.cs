using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests of messages that wait for a worker when their link is lost. They cannot be settled and their peer may deliver them again, so they
/// are not run.
/// </summary>
public sealed class LostRequestTests : FaultTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_waits_when_its_link_is_lost_is_not_run(bool withItsConnection)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxConcurrentCalls = 1);
        var release = new TaskCompletionSource();
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            if (data == "first")
            {
                await release.Task;
            }

            return data;
        });
        await driver.ServeAsync(endpoint, cancel: Limit);
        peer.Deliver(Server(peer), PeerMessages.Request("echo", "1", data: "first"));
        await endpoint.Requests.FirstAsync<string>(data => data == "first", Limit);
        peer.Deliver(Server(peer), PeerMessages.Request("echo", "2", data: "second"));
        await WaitingAsync(driver, 1);

        await LoseAsync(peer, withItsConnection);
        peer.Deliver(Server(peer), PeerMessages.Request("echo", "3", data: "third"));
        release.SetResult();
        await endpoint.Requests.FirstAsync<string>(data => data == "third", Limit);

        endpoint.Requests.All<string>().ShouldBe(["first", "third"]);
    }

    [Fact]
    public async Task A_request_that_was_sent_settled_is_run_since_nobody_delivers_it_again()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxConcurrentCalls = 1);
        var release = new TaskCompletionSource();
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            await release.Task;
            return data;
        });
        await driver.ServeAsync(endpoint, cancel: Limit);
        peer.Deliver(Server(peer), PeerMessages.Request("echo", "1", data: "first"));
        await endpoint.Requests.FirstAsync<string>(data => data == "first", Limit);
        peer.Deliver(Server(peer), PeerMessages.Request("echo", "2", data: "second"), settled: true);
        await WaitingAsync(driver, 1);

        await LoseAsync(peer, withItsConnection: true);
        release.SetResult();

        await endpoint.Requests.FirstAsync<string>(data => data == "second", Limit);
    }

    [Fact]
    public async Task A_notification_that_waits_when_its_link_is_lost_is_not_handled()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxConcurrentCalls = 1);
        using var release = new ManualResetEventSlim();
        var listener = new TestListener("topic", text =>
        {
            if (text.Contains("first", StringComparison.Ordinal))
            {
                release.Wait(Limit);
            }

            return NotificationResult.Handled;
        });
        await driver.ListenAsync(listener, Limit);
        peer.Deliver(Topic(peer), Notification("first"));
        await listener.Received.FirstAsync<string>(text => text.Contains("first", StringComparison.Ordinal), Limit);
        peer.Deliver(Topic(peer), Notification("second"));
        await WaitingAsync(driver, 2);

        await LoseAsync(peer, withItsConnection: true, count: 2);
        peer.Deliver(Topic(peer), Notification("third"));
        release.Set();
        await listener.Received.FirstAsync<string>(text => text.Contains("third", StringComparison.Ordinal), Limit);

        listener.Received.All<string>(text => text.Contains("second", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static Amqp.Message Notification(string type) => new()
    {
        Properties = new Properties(),
        BodySection = new AmqpValue
        {
            Value = $$$"""{"context":{},"request":{"event_type":"{{{type}}}","priority":"INFO","payload":{},"publisher_id":"p","message_id":"{{{type}}}","timestamp":"2026-01-01 00:00:00"}}""",
        },
    };

    private static PeerLink Server(ScriptedPeer peer) => peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal))[0];

    private static PeerLink Topic(ScriptedPeer peer) => peer.Links(link => link.Address.EndsWith("topic.info", StringComparison.Ordinal))[0];

    /// <summary>Waits until that many messages have arrived and are not settled.</summary>
    private async Task WaitingAsync(Driver driver, int count)
    {
        var links = driver.Transport.Bus.Subscriptions.Single();
        while (links.Gauges.Sum(gauge => gauge.Unsettled) < count)
        {
            Limit.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task LoseAsync(ScriptedPeer peer, bool withItsConnection, int count = 3)
    {
        var before = peer.Events.Count<LinkAttached>();
        if (withItsConnection)
        {
            peer.CutAll();
        }
        else
        {
            count = 1;
            peer.Detach(Server(peer), new Error("amqp:link:detach-forced"));
        }

        await peer.Events.ReachAsync<LinkAttached>(before + count, cancel: Limit);
    }
}
