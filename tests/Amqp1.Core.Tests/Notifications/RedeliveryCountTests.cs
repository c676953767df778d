using System.Text.Json;
using Amqp;
using Amqp.Framing;
using Amqp1.Core.Tests.Telemetry;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of how the failed deliveries of a notification are counted until it becomes a dead letter.</summary>
public sealed class RedeliveryCountTests : FaultTest
{
    private const int DeadLettered = 1216;

    private readonly string _topic = $"topic-{Guid.NewGuid():N}";
    private readonly LogRecords _log = new();
    private int _settled;
    private bool _fails = true;

    [Fact]
    public async Task The_count_begins_again_when_the_notification_was_handled()
    {
        await using var peer = Accepting();
        await using var driver = Start(peer);
        await using var listener = await ListenAsync(driver);
        var body = await BodyAsync(peer, driver);

        (await DeliverAsync(peer, body, times: 2)).ShouldBe([typeof(Released), typeof(Released)]);
        _fails = false;
        (await DeliverAsync(peer, body)).ShouldBe([typeof(Accepted)]);
        _fails = true;
        (await DeliverAsync(peer, body, times: 2)).ShouldBe([typeof(Released), typeof(Released)]);

        DeadLetters().ShouldBeEmpty();
        (await DeliverAsync(peer, body)).ShouldBe([typeof(Accepted)]);
        DeadLetters().ShouldHaveSingleItem().ShouldEndWith("after 3 failed deliveries");
    }

    [Fact]
    public async Task The_count_begins_again_when_the_notification_became_a_dead_letter_and_each_is_measured()
    {
        using var measured = new Measured("amqp1.notifications.dead_lettered", _topic);
        await using var peer = Accepting();
        await using var driver = Start(peer);
        await using var listener = await ListenAsync(driver);
        var body = await BodyAsync(peer, driver);

        var outcomes = await DeliverAsync(peer, body, times: 5);

        outcomes.ShouldBe([typeof(Released), typeof(Released), typeof(Accepted), typeof(Released), typeof(Released)]);
        DeadLetters().ShouldHaveSingleItem();
        measured.All.All<Measured.Value>().ShouldHaveSingleItem().Number.ShouldBe(1);
    }

    [Fact]
    public async Task Each_notification_has_a_count_of_its_own()
    {
        await using var peer = Accepting();
        await using var driver = Start(peer);
        await using var listener = await ListenAsync(driver);
        string[] bodies = [await BodyAsync(peer, driver), await BodyAsync(peer, driver)];

        foreach (var body in bodies)
        {
            (await DeliverAsync(peer, body, times: 2)).ShouldBe([typeof(Released), typeof(Released)]);
        }

        DeadLetters().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notification_without_an_id_is_counted_by_the_intermediary_only()
    {
        await using var peer = Accepting();
        await using var driver = Start(peer);
        await using var listener = await ListenAsync(driver);
        var body = await BodyAsync(peer, driver);
        var anonymous = body.Replace("message_id", "no_message_id", StringComparison.Ordinal);
        anonymous.ShouldNotBe(body);

        (await DeliverAsync(peer, anonymous, times: 5)).ShouldAllBe(outcome => outcome == typeof(Released));

        DeadLetters().ShouldBeEmpty();
        (await DeliverAsync(peer, anonymous, deliveryCount: 2)).ShouldBe([typeof(Accepted)]);
        DeadLetters().ShouldHaveSingleItem().ShouldEndWith("after 3 failed deliveries");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_failure_is_added_to_the_count_of_the_intermediary(uint deliveryCount, bool isLast)
    {
        await using var peer = Accepting();
        await using var driver = Start(peer);
        await using var listener = await ListenAsync(driver);

        var outcomes = await DeliverAsync(peer, await BodyAsync(peer, driver), deliveryCount: deliveryCount);

        outcomes.ShouldBe([isLast ? typeof(Accepted) : typeof(Released)]);
        DeadLetters().Length.ShouldBe(isLast ? 1 : 0);
    }

    private static ScriptedPeer Accepting() => ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);

    private Driver Start(ScriptedPeer peer) => Driver.Start(
        peer, options => (options.Notifications.MaxDeliveries, options.Notifications.DeadLetterTopic) = (3, "dead"), loggers: _log);

    private async Task<NotificationListener> ListenAsync(Driver driver)
    {
        var endpoint = new NotificationEndpointDescriptor(
            typeof(RedeliveryCountTests),
            _topic,
            NotificationFilter.Any,
            new Dictionary<NotificationPriority, NotificationInvoker>
            {
                [NotificationPriority.Info] = (_, invocation) =>
                    _fails ? throw new InvalidOperationException("scripted") : ValueTask.FromResult(NotificationResult.Handled),
            },
            RequeueOnFailure: true);
        var listener = driver.Transport.CreateNotificationListener([(endpoint, this)]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    /// <summary>Returns the body of a notification that the driver has sent.</summary>
    private async Task<string> BodyAsync(ScriptedPeer peer, Driver driver)
    {
        await driver.Notifier(_topic).InfoAsync("event", new { number = 7 }, cancel: Limit);
        return peer.Transfers(transfer => transfer.To.Contains(_topic, StringComparison.Ordinal))[^1].Body;
    }

    /// <summary>Delivers a notification to the listener, again and again. Returns the outcomes.</summary>
    private async Task<Type[]> DeliverAsync(ScriptedPeer peer, string body, int times = 1, uint deliveryCount = 0)
    {
        var link = peer.Links(link => link.Address.Contains(_topic, StringComparison.Ordinal) && !link.ClientSends)[0];
        var before = _settled;
        for (var i = 0; i < times; i++)
        {
            peer.Deliver(link, new Message { Header = new Header { DeliveryCount = deliveryCount }, BodySection = new AmqpValue { Value = body } });
            await peer.Events.ReachAsync<DeliverySettled>(++_settled, settled => settled.Link == link, Limit);
        }

        return [.. peer.Events.All<DeliverySettled>(settled => settled.Link == link).Skip(before).Select(settled => settled.State!.GetType())];
    }

    private string[] DeadLetters() => [.. _log.All.All<LogRecord>().Where(record => record.Id == DeadLettered).Select(record => record.Text)];
}
