using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;
using Amqp1.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of the outbox.</summary>
public abstract class OutboxConformance(ConformanceFixture fixture) : HostedConformanceTest(fixture)
{
    [Fact]
    [Trait("Conformance", "86")]
    public async Task Committed_notifications_arrive_in_order_although_the_connection_is_lost()
    {
        using var files = new TestFiles();
        var relay = Keep(new Relay(TransportUrl.Parse(await UrlAsync()).Hosts[0]));
        var url = relay.UrlFor(await UrlAsync());
        using var host = await StartHostAsync(
            messaging => messaging.AddNotificationOutbox(options =>
            {
                options.ConnectionString = $"Data Source={files.PathOf("outbox.db")};Pooling=False";
                options.MaxRetryDelay = TimeSpan.FromSeconds(1);
            }),
            url,
            ("Amqp1:Notifications:Topics:0", Topic));
        // A listener that handles several notifications at the same time may finish, and record, them in another order.
        var there = await ConnectAsync(options => options.Notifications.MaxConcurrent = 1);
        var listener = new TestListener(Topic);
        await there.ListenAsync(listener, Limit);
        var outbox = host.Services.GetRequiredService<INotificationOutbox>();

        for (var number = 0; number < 60; number++)
        {
            outbox.Add(NotificationPriority.Info, $"number-{number}", null);
            if (number % 20 == 10)
            {
                await listener.Received.FirstAsync<string>(text => text.StartsWith($"Info number-{number - 10} ", StringComparison.Ordinal), Limit);
                relay.Cut();
            }
        }

        await listener.Received.FirstAsync<string>(text => text.StartsWith("Info number-59 ", StringComparison.Ordinal), Limit);
        listener.Received.All<string>().Distinct().Select(text => text.Split(' ')[1]).ShouldBe(Enumerable.Range(0, 60).Select(number => $"number-{number}"));
        await host.StopAsync(Limit);
    }
}
