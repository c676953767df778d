namespace Amqp1.Core.Tests.Bus.Receiving;

/// <summary>Tests of the links of a subscription on a connection that is lost.</summary>
public sealed class SubscriptionTests : FaultTest
{
    [Fact]
    public async Task A_reset_leaves_no_link_that_counts_as_attached()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var server = await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var subscription = driver.Transport.Bus.Subscriptions.Single();
        subscription.AttachedLinkCount.ShouldBe(3);

        subscription.Reset();

        subscription.AttachedLinkCount.ShouldBe(0);
        subscription.Gauges.ShouldAllBe(gauge => gauge.Credit == 0 && gauge.Unsettled == 0);
        server.Links.ShouldBe((0, 3));
        driver.Transport.Status.Receivers.ShouldBe(0);
    }

    [Fact]
    public async Task After_a_loss_no_link_counts_as_attached()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var states = new EventLog<ConnectionState>();
        driver.Transport.StatusChanged += status => states.Add(status.State);

        await peer.StopAsync();

        // The first report comes with the loss of the connection. The second one, for an attempt, comes when all state of the old
        // connection was reset.
        await states.ReachAsync<ConnectionState>(2, cancel: Limit);
        driver.Transport.Status.Receivers.ShouldBe(0);
    }
}
