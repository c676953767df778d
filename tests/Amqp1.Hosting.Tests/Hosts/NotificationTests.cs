using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>
/// Tests of notifications through whole hosts. A notification is accepted when it has been handled, so the test needs no other signal.
/// </summary>
public sealed class NotificationTests
{
    [Fact]
    public async Task Handlers_get_what_their_priority_and_filter_let_through()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await TestHost.StartAsync(AddEars, ("Amqp1:Notifications:Topics:0", "news"));
        var notifier = host.Services.GetRequiredService<INotifier>();

        await notifier.InfoAsync("good.morning", new { n = 1 }, cancel: limit.Token);
        await notifier.InfoAsync("bad.morning", new { n = 2 }, cancel: limit.Token);
        await notifier.WarnAsync("good.evening", new { n = 3 }, cancel: limit.Token);
        await notifier.ErrorAsync("good.grief", new { n = 4 }, cancel: limit.Token);
        await host.StopAsync(limit.Token);

        host.Services.GetRequiredService<Ears.Heard>().All.ShouldBe(["info good.morning 1", "Warn 3 True", "Error 4 True"]);
    }

    [Fact]
    public async Task A_handler_may_ask_for_a_notification_once_more()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await TestHost.StartAsync(AddEars, ("Amqp1:Notifications:Topics:0", "news"), ("Amqp1:Connection:LinkRetryDelay", "00:00:00.010"));

        await host.Services.GetRequiredService<INotifier>().CriticalAsync("good.lord", new { n = 1 }, cancel: limit.Token);
        await host.StopAsync(limit.Token);

        host.Services.GetRequiredService<Ears.Heard>().All.ShouldBe(["critical from tests.host-1", "critical from tests.host-1"]);
    }

    [Fact]
    public async Task Notifications_may_go_over_a_bus_of_their_own()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var other = await TestHost.StartAsync(_ => { });
        var url = other.Services.GetRequiredService<MessagingTransport>().Url.ToString();
        using var host = await TestHost.StartAsync(AddEars, ("Amqp1:Notifications:Topics:0", "news"), ("Amqp1:Notifications:TransportUrl", url));

        await host.Services.GetRequiredService<INotifier>().InfoAsync("good.morning", new { n = 1 }, cancel: limit.Token);

        host.Services.GetRequiredService<MessagingTransport>().Status.Receivers.ShouldBe(0);
        host.Services.GetRequiredKeyedService<MessagingTransport>(Amqp1Backends.Notifications).Status.Receivers.ShouldBe(4);
        host.Services.GetRequiredService<Ears.Heard>().Count.ShouldBe(1);
        await host.StopAsync(limit.Token);
        await other.StopAsync(limit.Token);
    }

    private static void AddEars(IAmqp1MessagingBuilder messaging)
    {
        messaging.AddEndpoint<Ears>().WithPublisherId("tests.host-1");
        messaging.Services.AddSingleton<Ears.Heard>();
    }
}
