using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of pools with an intermediary that does not support them, as all except RabbitMQ.</summary>
public sealed class PoolTests : FaultTest
{
    [Fact]
    public async Task A_pool_is_refused_with_the_reason_and_other_endpoints_listen()
    {
        await using var peer = ScriptedPeer.Start();
        using var log = new LogRecords();
        await using var driver = Driver.Start(peer, loggers: log);
        var pooled = new TestListener("topic");
        await using var listener = driver.Transport.CreateNotificationListener((pooled.Describe() with { Pool = "audit" }, pooled));
        listener.Start();

        // The reason is recorded before the second link is refused.
        await log.All.ReachAsync<LogRecord>(2, record => record.Id == 1005, Limit);
        var refused = await log.FirstAsync(1005, Limit);
        await driver.ListenAsync(new TestListener("topic"), Limit);

        refused.Text.ShouldContain("The notification pool 'audit' of topic.");
        refused.Text.ShouldContain("only RabbitMQ has pools");
        refused.Text.ShouldContain("amqp:not-implemented");
        driver.Transport.Status.LastLinkError.ShouldNotBeNull().ShouldContain("The notification pool 'audit'");
        listener.Links.ShouldBe((0, 2));

        // No link of the pool was attached. Such a link would have received from the queue of all listeners.
        peer.Links(link => link.Address.Contains("topic.", StringComparison.Ordinal)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_pool_is_refused_again_at_the_interval_of_refused_links()
    {
        await using var peer = ScriptedPeer.Start();
        using var log = new LogRecords();
        await using var driver = Driver.Start(peer, options => options.Connection.LinkRetryDelay = TimeSpan.FromMilliseconds(10), loggers: log);
        var pooled = new TestListener("topic");
        await using var listener = driver.Transport.CreateNotificationListener((pooled.Describe() with { Pool = "audit" }, pooled));
        listener.Start();

        await log.All.ReachAsync<LogRecord>(6, record => record.Id == 1005, Limit);
        await listener.StopAsync(Limit);

        log.All.Count<LogRecord>(record => record.Id == 1202).ShouldBe(1);
    }
}
