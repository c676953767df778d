using Amqp1.Hosting.Tests.BadInput;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>Tests of the dead-letter topic in a host with a router.</summary>
public sealed class DeadLetterTests
{
    [Fact]
    public async Task A_poison_notification_is_delivered_as_often_as_configured_and_then_reaches_the_dead_letter_topic()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var measurements = new Measurements(Amqp1Telemetry.MeterName);
        var heard = new DeadLetters.Heard();
        using var host = await TestHost.StartAsync(
            messaging =>
            {
                messaging.AddEndpoint<Poisoned>().AddEndpoint<DeadLetters>();
                messaging.Services.AddSingleton(heard);
            },
            ("Amqp1:Notifications:MaxDeliveries", "3"),
            ("Amqp1:Notifications:DeadLetterTopic", "poisoned_dead"),
            ("Amqp1:Notifications:Topics:0", "poisoned"));

        await host.Services.GetRequiredService<INotifier>().ErrorAsync("event", new { Number = 1 }, cancel: limit.Token);

        var all = heard.All;
        var id = all[0].Split(' ')[2];
        all.ShouldBe([$"Error event {id}", $"Error event {id}", $"Error event {id}", $"dead Error event {id}"]);
        await measurements.SeeAsync("amqp1.notifications.dead_lettered", [("messaging.destination.name", "poisoned")], limit.Token);
        await host.StopAsync(limit.Token);
    }

    [Fact]
    public async Task A_limit_without_a_dead_letter_topic_prevents_the_start()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = TestHost.Build(_ => { }, ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"), ("Amqp1:Notifications:MaxDeliveries", "3"));

        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => host.StartAsync(limit.Token))).Message.ShouldContain("Amqp1:Notifications:MaxDeliveries must not be set unless Amqp1:Notifications:DeadLetterTopic names a topic");
    }
}
