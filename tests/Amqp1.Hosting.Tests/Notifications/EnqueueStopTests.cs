using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>Tests that a host that stops sends what its code has enqueued.</summary>
public sealed class EnqueueStopTests
{
    [Fact]
    public async Task What_is_enqueued_while_the_services_stop_is_still_sent()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        var heard = new Ears.Heard();
        using var listener = await TestHost.StartAsync(messaging =>
        {
            messaging.AddEndpoint<Ears>();
            messaging.Services.AddSingleton(heard);
        });
        var builder = TestHost.CreateBuilder(
            ("Amqp1:TransportUrl", listener.Services.GetRequiredService<MessagingTransport>().Url.ToString()), ("Amqp1:Notifications:Topics:0", "news"));
        builder.AddAmqp1Messaging();
        builder.Services.AddHostedService<LastWords>();
        using var emitter = builder.Build();
        await emitter.StartAsync(limit.Token);

        await emitter.StopAsync(limit.Token);

        heard.All.ShouldBe(Enumerable.Range(0, LastWords.Count).Select(n => $"info good.bye {n}"));
        await listener.StopAsync(limit.Token);
    }
}
